-- Words and terms in one inverted index, without a second copy of the words with their marks: ranking looks at the texts of
-- the few papers that it ranks. The audience also beside the narrow rows, for people who may read little.

update search_text set terms = 'Uany ';
drop index search_text_by_word;
drop index search_text_by_mark;
alter table search_text drop column marked;
create index search_text_by_word on search_text using gin (search_terms(words || terms));
create index search_facet_by_audience on search_facet using gin (string_to_array(audience, ' '));
-- Suggestions ask for what a word begins with, whatever the locale of the database.
create index search_word_by_start on search_word (word text_pattern_ops);
