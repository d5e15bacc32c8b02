use revision_core::Backend::{self, MySql, Postgres, Sqlite};
use revision_core::dialect::statement::digest;
use revision_syntax::checksum::Digest;

fn of(backend: Backend, text: &str) -> String {
    let mut sum = Digest::default();
    digest(backend, text, &mut sum);
    sum.finish()
}

#[test]
fn writing_changes_nothing() {
    for (backend, one, other) in [
        (Postgres, "SELECT a=-1", "SELECT a = - 1 ; -- b"),
        (Postgres, "SELECT a<-b", "/* c */ SELECT a < -b;"),
        (
            Postgres,
            "SELECT 1;SELECT 'a\r\nb'",
            "SELECT 1;;\n\nSELECT 'a\nb';",
        ),
        (Postgres, "SELECT $$a\r\nb$$", "SELECT $$a\nb$$"),
        (MySql, "SELECT 1 # b\n;", "SELECT 1 -- c"),
        (
            MySql,
            "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//",
            "CREATE PROCEDURE p()\nBEGIN SELECT 1; END;",
        ),
        (Sqlite, "SELECT a>=1", "SELECT a >= 1"),
    ] {
        assert_eq!(of(backend, one), of(backend, other), "{one}");
    }
}

#[test]
fn what_is_run_changes_it() {
    for (backend, one, other) in [
        (Postgres, "SELECT a @- b", "SELECT a @ - b"),
        (Postgres, "SELECT 1; SELECT 2", "SELECT 1 SELECT 2"),
        (Postgres, "SELECT 'a b'", "SELECT 'a  b'"),
        (Postgres, "SELECT a b", "SELECT ab"),
        (MySql, "SELECT 1 /*! + 1 */", "SELECT 1"),
        (MySql, "SELECT 1", "# SELECT 1"),
        (Sqlite, "SELECT a > = 1", "SELECT a >= 1"),
        (Sqlite, "SELECT 1", "SELECT 2"),
    ] {
        assert_ne!(of(backend, one), of(backend, other), "{one}");
    }
}
