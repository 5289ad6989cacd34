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
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

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
    text TEXT NOT NULL,
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
