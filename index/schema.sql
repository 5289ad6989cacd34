-- The catalog: the truth of an index. Derived files (FAISS, BM25) can be thrown away and made again from it.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row an article, for ever: removing one sets `deleted`, so that old citations still resolve.
CREATE TABLE article (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    corpus TEXT NOT NULL, -- the folder or file it was indexed from
    file TEXT NOT NULL, -- relative to the corpus
    latest INTEGER NOT NULL, -- number of the version that answers use
    deleted INTEGER NOT NULL DEFAULT 0, -- 1: gone from its corpus; 2: removed by hand, and kept out until restored
    superseded INTEGER REFERENCES article (row) -- a later article at the same URL; answers use that one
) STRICT;

CREATE INDEX article_deleted ON article (row) WHERE deleted = 1;
CREATE INDEX article_removed ON article (row) WHERE deleted = 2;
CREATE INDEX article_superseded ON article (superseded) WHERE superseded IS NOT NULL;

-- One row each time an article's text or metadata changed; never altered.
CREATE TABLE version (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article (row),
    number INTEGER NOT NULL,
    digest TEXT NOT NULL, -- Article.digest(), checked at every reading
    title TEXT,
    publisher TEXT,
    authors TEXT NOT NULL, -- a JSON array
    published TEXT,
    url TEXT,
    language TEXT,
    provenance TEXT NOT NULL, -- a JSON array of [field, where its value was found]
    aside INTEGER, -- where captions and pull quotes begin in the text
    text TEXT NOT NULL,
    indexed TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), -- when this version was taken in
    UNIQUE (article, number)
) STRICT;

-- Identity of a passage is (article version, start, end); its id is never used again.
CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL REFERENCES version (row),
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    UNIQUE (version, "start", "end")
) STRICT;

CREATE TABLE vector (
    passage INTEGER PRIMARY KEY REFERENCES passage (id),
    data BLOB NOT NULL -- float16, little-endian
) STRICT;

-- What the article versions state; made by corpus.statements at indexing, kept as long as its version.
CREATE TABLE statement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL REFERENCES version (row),
    passage INTEGER NOT NULL REFERENCES passage (id), -- the one that holds its cue
    act TEXT NOT NULL,
    actor TEXT, -- who is meant, as the article names them most fully
    addressee_actor TEXT,
    data TEXT NOT NULL -- the statement as JSON: spans as [start, end]
) STRICT;

CREATE INDEX statement_by_passage ON statement (passage);
CREATE INDEX statement_by_actor ON statement (actor);
CREATE INDEX statement_by_act ON statement (act);

-- Keyword search over statements: what was said, by whom, to whom.
CREATE VIRTUAL TABLE statement_text USING fts5 (
    source, content, addressee, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Which articles are copies of one report (corpus.duplicates). A cluster is the row of one of its articles; an article
-- without a copy is a cluster of its own. `version` is the one that was compared.
CREATE TABLE copy (
    article INTEGER PRIMARY KEY REFERENCES article (row),
    version INTEGER NOT NULL REFERENCES version (row),
    cluster INTEGER NOT NULL
) STRICT;

CREATE INDEX copy_by_cluster ON copy (cluster);

-- MinHash keys of the versions in `copy`: articles that are alike share some.
CREATE TABLE copy_key (
    key INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (key, article)
) STRICT, WITHOUT ROWID;

-- The passages of clusters of two and more. `member` is the article's place in canonical order; bit n of `hosts` says
-- that member n, which comes earlier, has all that the passage says.
CREATE TABLE copy_passage (
    passage INTEGER PRIMARY KEY REFERENCES passage (id),
    cluster INTEGER NOT NULL,
    member INTEGER NOT NULL,
    hosts INTEGER NOT NULL
) STRICT;

CREATE INDEX copy_passage_by_cluster ON copy_passage (cluster);

-- What a version says of itself: corrections, updates, retractions (corpus.corrections), as ranges of its text.
CREATE TABLE note (
    version INTEGER NOT NULL REFERENCES version (row),
    kind TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (version, "start")
) STRICT, WITHOUT ROWID;

CREATE INDEX note_by_kind ON note (kind);

-- What else someone is called, as a version tells (corpus.actors.other_names), and those of these names that can mean
-- one alone in all articles in use.
CREATE TABLE also_known (
    version INTEGER NOT NULL REFERENCES version (row),
    name TEXT NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (version, other, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE other_name (
    other TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    article TEXT NOT NULL -- the id of one that says so
) STRICT, WITHOUT ROWID;
