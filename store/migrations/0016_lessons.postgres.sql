-- A paper that turns out secret has taught nothing.
create function lessons_forget_quarantined() returns trigger language plpgsql as $$
begin
    delete from lesson where document = new.id;
    return null;
end $$;
create trigger lessons_forget_quarantined after update of state on document
for each row when (new.state = 'quarantined') execute function lessons_forget_quarantined();
