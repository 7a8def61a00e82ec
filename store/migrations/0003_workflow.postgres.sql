-- An opinion, once given, stands; a deployed diagram never changes.

create trigger opinion_not_changed before update on opinion
for each row execute function refuse_change('opinions are never overwritten');

create trigger opinion_not_deleted before delete on opinion
for each row execute function refuse_change('opinions are never deleted');

create trigger process_definition_not_changed before update on process_definition
for each row execute function refuse_change('a deployed definition never changes; deploy a new version');
