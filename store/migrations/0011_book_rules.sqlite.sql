-- Numbers follow one another, a closed year takes no more, and what is void or closed stays so.

create trigger book_counter_gapless before update of last_number on book_counter
when new.last_number <> old.last_number + 1 begin
    select raise(abort, 'the numbers of a book follow one another without a gap');
end;
create trigger book_counter_closed before update of last_number, closed_at on book_counter
when old.closed_at is not null begin
    select raise(abort, 'a closed year of a book takes no more entries and stays closed');
end;
create trigger book_counter_kept before delete on book_counter begin
    select raise(abort, 'a book keeps its years');
end;
create trigger register_entry_counted before insert on register_entry
when new.number > (select last_number from book_counter c where c.book = new.book and c.year = new.year) begin
    select raise(abort, 'an entry takes the next number of its book');
end;
create trigger register_entry_year_open before insert on register_entry
when new.registered_at > (select closed_at from book_counter c where c.book = new.book and c.year = new.year) begin
    select raise(abort, 'a closed year of a book takes no more entries');
end;
create trigger register_entry_void_kept before update on register_entry
when old.voided_at is not null and (new.voided_at is not old.voided_at or new.void_reason is not old.void_reason) begin
    select raise(abort, 'a void entry stays void');
end;
create trigger register_entry_day_kept before update of dated_on, late_reason, copy on register_entry begin
    select raise(abort, 'the day of a register entry never changes');
end;
