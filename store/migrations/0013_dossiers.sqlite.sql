-- What lies in a closed dossier stays as it is.

create trigger dossier_document_stays before delete on dossier_document
when (select state from dossier where id = old.dossier) <> 'open' begin
    select raise(abort, 'a closed dossier loses no papers');
end;
create trigger dossier_state_forward before update of state on dossier
when (old.state = 'transferred' and new.state <> 'transferred') or (old.state = 'closed' and new.state = 'open') begin
    select raise(abort, 'a dossier is not opened again');
end;
create trigger dossier_kept before delete on dossier begin
    select raise(abort, 'dossiers are never deleted');
end;
