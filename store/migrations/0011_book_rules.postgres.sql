-- Numbers follow one another, a closed year takes no more, and what is void or closed stays so.

create trigger book_counter_gapless before update of last_number on book_counter
for each row when (new.last_number <> old.last_number + 1)
execute function refuse_change('the numbers of a book follow one another without a gap');
create trigger book_counter_closed before update of last_number, closed_at on book_counter
for each row when (old.closed_at is not null)
execute function refuse_change('a closed year of a book takes no more entries and stays closed');
create trigger book_counter_kept before delete on book_counter
for each row execute function refuse_change('a book keeps its years');

create function register_entry_fits() returns trigger language plpgsql as $$
declare
    counter book_counter%rowtype;
begin
    select * into counter from book_counter c where c.book = new.book and c.year = new.year;
    if new.number > counter.last_number then
        raise exception 'an entry takes the next number of its book' using errcode = 'integrity_constraint_violation';
    end if;
    if new.registered_at > counter.closed_at then
        raise exception 'a closed year of a book takes no more entries' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger register_entry_fits before insert on register_entry
for each row execute function register_entry_fits();
create trigger register_entry_void_kept before update on register_entry
for each row when (old.voided_at is not null and (new.voided_at is distinct from old.voided_at
                   or new.void_reason is distinct from old.void_reason))
execute function refuse_change('a void entry stays void');
create trigger register_entry_day_kept before update of dated_on, late_reason, copy on register_entry
for each row execute function refuse_change('the day of a register entry never changes');
