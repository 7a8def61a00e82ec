-- Words that stood in this paper alone are no longer suggested to anybody, and not kept either.
create function search_forgets_words() returns trigger language plpgsql as $$
declare
    gone text;
    place text;
    is_known boolean;
begin
    for gone in select w.word from search_word w where w.word = any (string_to_array(trim(old.words), ' ')) loop
        is_known := false;
        for place in select prefix from search_bucket order by number desc loop
            is_known := exists (
                select 1 from search_text s where search_tokens(s.bucket, s.words || s.terms) @> array[place || gone]);
            exit when is_known;
        end loop;
        if not is_known then
            delete from search_near where word = gone;
            delete from search_word where word = gone;
        end if;
    end loop;
    return null;
end $$;
create trigger search_forgets_words after delete on search_text
for each row execute function search_forgets_words();
