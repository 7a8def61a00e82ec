-- An opinion, once given, stands; a deployed diagram never changes.

create trigger opinion_not_changed before update on opinion
begin
    select raise(abort, 'opinions are never overwritten');
end;

create trigger opinion_not_deleted before delete on opinion
begin
    select raise(abort, 'opinions are never deleted');
end;

create trigger process_definition_not_changed before update on process_definition
begin
    select raise(abort, 'a deployed definition never changes; deploy a new version');
end;
