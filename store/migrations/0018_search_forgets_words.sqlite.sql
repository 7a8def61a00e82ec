-- Words that stood in this paper alone are no longer suggested to anybody, and not kept either.

drop trigger search_text_removed;
create trigger search_text_removed after delete on search_text begin
    insert into search_index (search_index, rowid, folded, terms)
    values ('delete', old.id, old.folded, old.terms);
    delete from search_near where word in (
        select w.word from search_word as w where instr(old.folded, w.word) > 0 and not exists (
            select 1 from search_index where search_index match 'folded : "' || w.word || '"'));
    delete from search_word where instr(old.folded, word) > 0 and not exists (
        select 1 from search_index where search_index match 'folded : "' || search_word.word || '"');
end;
