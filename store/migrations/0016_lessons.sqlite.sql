-- A paper that turns out secret has taught nothing.
create trigger lessons_forget_quarantined after update of state on document when new.state = 'quarantined' begin
    delete from lesson where document = new.id;
end;
