-- The word index holds the terms and no second copy of the words with their marks: ranking looks at the texts of the few
-- papers that it ranks. What it holds of older papers is filled in by the rebuild that 0010 asks for.

drop trigger search_text_added;
drop trigger search_text_removed;
drop trigger search_text_changed;
drop trigger search_forgets_quarantined;
drop table search_index;
update search_text set terms = 'Uany ';
create virtual table search_index using fts5 (
    folded, terms, content = '', tokenize = 'unicode61 remove_diacritics 0');
insert into search_index (search_index, rank) values ('hashsize', 8388608);
insert into search_index (rowid, folded, terms) select id, folded, terms from search_text;

create trigger search_text_added after insert on search_text begin
    insert into search_index (rowid, folded, terms) values (new.id, new.folded, new.terms);
end;

create trigger search_text_removed after delete on search_text begin
    insert into search_index (search_index, rowid, folded, terms)
    values ('delete', old.id, old.folded, old.terms);
end;

create trigger search_text_changed after update of id, folded, terms on search_text begin
    insert into search_index (search_index, rowid, folded, terms)
    values ('delete', old.id, old.folded, old.terms);
    insert into search_index (rowid, folded, terms) values (new.id, new.folded, new.terms);
end;
