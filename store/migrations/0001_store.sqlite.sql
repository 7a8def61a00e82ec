-- Audit events are only ever appended, at the end of the chain.
create trigger audit_event_no_update before update on audit_event
begin
    select raise(abort, 'audit events are never changed');
end;

create trigger audit_event_no_delete before delete on audit_event
begin
    select raise(abort, 'audit events are never deleted');
end;

-- Also stops "insert or replace", which deletes without asking the trigger above.
create trigger audit_event_at_end before insert on audit_event
when new.sequence <> (select coalesce(max(sequence), 0) + 1 from audit_event)
begin
    select raise(abort, 'audit events are only appended');
end;
