-- What lies in a closed dossier stays as it is.

create function dossier_document_stays() returns trigger language plpgsql as $$
begin
    if (select state from dossier where id = old.dossier) <> 'open' then
        raise exception 'a closed dossier loses no papers' using errcode = 'integrity_constraint_violation';
    end if;
    return old;
end $$;
create trigger dossier_document_stays before delete on dossier_document
for each row execute function dossier_document_stays();
create trigger dossier_state_forward before update of state on dossier
for each row when ((old.state = 'transferred' and new.state <> 'transferred')
                   or (old.state = 'closed' and new.state = 'open'))
execute function refuse_change('a dossier is not opened again');
create trigger dossier_kept before delete on dossier
for each row execute function refuse_change('dossiers are never deleted');
