-- The word index of search_text for SQLite, kept in step by triggers. It stores no text of its own; `marked` ranks what was
-- typed with its marks. Folding is ours: FTS5's own removal of marks keeps the letter đ.

create virtual table search_index using fts5 (
    folded, marked, content = '', tokenize = 'unicode61 remove_diacritics 0');

create trigger search_text_added after insert on search_text begin
    insert into search_index (rowid, folded, marked) values (new.id, new.folded, new.text);
end;

create trigger search_text_removed after delete on search_text begin
    insert into search_index (search_index, rowid, folded, marked) values ('delete', old.id, old.folded, old.text);
end;

create trigger search_text_changed after update of id, folded, text on search_text begin
    insert into search_index (search_index, rowid, folded, marked) values ('delete', old.id, old.folded, old.text);
    insert into search_index (rowid, folded, marked) values (new.id, new.folded, new.text);
end;

-- Whoever quarantines a paper also takes it out of the index, in the same instant: searches need not look at states.
create trigger search_forgets_quarantined after update of state on document when new.state = 'quarantined' begin
    delete from search_field where document = new.id;
    delete from search_text where document = new.id;
end;

-- A number once given stays in its book.
create trigger register_entry_kept before delete on register_entry begin
    select raise(abort, 'entries of a register are voided, never deleted');
end;
create trigger register_entry_number_kept before update of book, year, number, document, registered_at, registered_by
on register_entry begin
    select raise(abort, 'the number of a register entry never changes');
end;
