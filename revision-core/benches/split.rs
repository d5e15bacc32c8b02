//! Splitting 5 MB of what schemas are made of, and taking the checksum of it.
//!
//! `cargo bench -p revision-core --bench split`

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use revision_core::Backend;
use revision_core::dialect::statement::{digest, refusal, statements};
use revision_syntax::checksum::Digest;

fn main() {
    divan::main();
}

const SIZE: usize = 5_000_000;

/// What all databases understand, over and over, and between them a body of the database's own.
fn schema(backend: Backend) -> String {
    let table = "-- Who may sign in; see the handbook.\n\
                 CREATE TABLE \"users\" (\n    id bigint NOT NULL PRIMARY KEY,\n    \
                 email varchar(255) NOT NULL DEFAULT '',\n    price decimal(10, 2) CHECK (price >= 0.00)\n);\n\
                 CREATE INDEX ix_users_email ON users (lower(email), price DESC) WHERE email <> 'it''s';\n\
                 /* Those that there have to be. */\n\
                 INSERT INTO users (id, email, price) VALUES (1, 'someone@example.org; someone else', 1.5e3), \
                 (2, 'Å. Ångström', 17 * 3 - 2);\n\
                 ALTER TABLE users ADD CONSTRAINT fk_users FOREIGN KEY (id) REFERENCES others (id) ON DELETE CASCADE;\n";
    let body = match backend {
        Backend::Postgres => {
            "CREATE FUNCTION f() RETURNS trigger AS $body$\nBEGIN\n  NEW.a := 'x;'; RETURN NEW;\nEND;\n$body$ LANGUAGE plpgsql;\n\
             CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;\n"
        }
        Backend::MySql => {
            "CREATE PROCEDURE p(IN a INT) BEGIN\n  IF a > 1 THEN UPDATE users SET price = 2; END IF;\nEND;\n\
             DELIMITER //\nCREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW BEGIN SET NEW.price = 1; END//\nDELIMITER ;\n"
        }
        Backend::Sqlite => {
            "CREATE TRIGGER t AFTER INSERT ON users BEGIN UPDATE users SET price = 1; DELETE FROM users; END;\n"
        }
    };
    let piece = [&table.repeat(10), body].concat();
    piece.repeat(SIZE / piece.len() + 1)
}

#[divan::bench(args = Backend::ALL)]
fn split(bencher: Bencher<'_, '_>, backend: Backend) {
    let text = schema(backend);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| statements(backend, black_box(&text)).len());
}

#[divan::bench(args = Backend::ALL)]
fn checksum(bencher: Bencher<'_, '_>, backend: Backend) {
    let text = schema(backend);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| {
            let mut sum = Digest::default();
            digest(backend, black_box(&text), &mut sum);
            sum.finish()
        });
}

/// What is asked of each statement before anything runs.
#[divan::bench(args = Backend::ALL)]
fn refuse(bencher: Bencher<'_, '_>, backend: Backend) {
    let text = schema(backend);
    let found = statements(backend, &text);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| {
            let refused = |one: &&revision_core::dialect::statement::Statement<'_>| {
                refusal(backend, black_box(one.text)).is_some()
            };
            found.iter().filter(refused).count()
        });
}
