-- Audit events are only ever appended, at the end of the chain.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception using message = tg_argv[0], errcode = 'integrity_constraint_violation';
end $$;

create function audit_event_at_end() returns trigger language plpgsql as $$
begin
    if new.sequence <> (select coalesce(max(sequence), 0) + 1 from audit_event) then
        raise exception using message = 'audit events are only appended', errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;

create trigger audit_event_no_update before update on audit_event
for each row execute function refuse_change('audit events are never changed');

create trigger audit_event_no_delete before delete on audit_event
for each row execute function refuse_change('audit events are never deleted');

create trigger audit_event_no_truncate before truncate on audit_event
for each statement execute function refuse_change('audit events are never deleted');

create trigger audit_event_at_end before insert on audit_event
for each row execute function audit_event_at_end();
