use super::{check, whole};
use revision_core::Backend::MySql;
use revision_core::dialect::statement::{needs_delimiter, statements};

#[test]
fn names_and_strings_in_every_spelling() {
    for written in [
        "'a;''b'",
        r"'\';'",
        "\"a;\\\"\"",
        "`a;``b`",
        r"`\`",
        r"x'00'",
        r"_utf8'\';'",
        r"N'\';'",
        "@`a;`",
        "\\N",
        "1.5e-3",
        "$a",
        "a$b",
    ] {
        whole(MySql, &format!("SELECT {written}"));
    }
}

#[test]
fn comments() {
    check(
        MySql,
        "# a;\nSELECT 1 -- b;\n; SELECT 1--1; --\nSELECT 2; /* /* ; */ SELECT 3 #; d\n;--",
        &["SELECT 1", "SELECT 1--1", "SELECT 2", "SELECT 3"],
    );
}

#[test]
fn comments_that_are_run() {
    check(
        MySql,
        "/*!40101 SET NAMES utf8 */;\n/*M!100100 SET a=1; */;\n/*!50003 CREATE*/ /*!50020 VIEW v */;",
        &[
            "/*!40101 SET NAMES utf8 */",
            "/*M!100100 SET a=1; */",
            "/*!50003 CREATE*/ /*!50020 VIEW v */",
        ],
    );
    check(
        MySql,
        "/*M!999999\\- enable the sandbox mode */ \nSELECT 1;",
        &["SELECT 1"],
    );
    check(
        MySql,
        "SELECT /*+ BKA(t1) */ 1;",
        &["SELECT /*+ BKA(t1) */ 1"],
    );
}

#[test]
fn the_delimiter_is_what_the_client_was_told() {
    check(
        MySql,
        "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\ndelimiter ;\nSELECT 2; SELECT 3",
        &[
            "CREATE PROCEDURE p() BEGIN SELECT 1; END",
            "SELECT 2",
            "SELECT 3",
        ],
    );
    check(
        MySql,
        "SELECT 0;\n  DELIMITER //\r\nSELECT ';//' // SELECT 4 / 2//\nDELIMITER ;; rest\nSELECT 5;;SELECT 6; 7",
        &[
            "SELECT 0",
            "SELECT ';//'",
            "SELECT 4 / 2",
            "SELECT 5",
            "SELECT 6; 7",
        ],
    );
}

#[test]
fn a_word_like_delimiter_is_none() {
    for text in [
        "SELECT delimiter",
        "delimiters 1",
        "delimiter",
        "SET delimiter = 1",
    ] {
        check(MySql, text, &[text]);
    }
    check(
        MySql,
        "DELIMITER é\nSELECT 1éSELECT xé",
        &["SELECT 1", "SELECT x"],
    );
}

#[test]
fn stored_programs_without_a_delimiter() {
    for program in [
        "CREATE PROCEDURE p() BEGIN END",
        "CREATE DEFINER=`a`@`b` PROCEDURE p(IN a INT) COMMENT 'x' BEGIN DECLARE b INT; SET b = 1; END",
        "CREATE DEFINER = CURRENT_USER() FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN IF(a, 1, 2)",
        "CREATE FUNCTION f(a INT) RETURNS INT RETURN CASE a WHEN 1 THEN 2 ELSE IF(a, 1, 2) END",
        "CREATE OR REPLACE TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF NEW.a THEN SET NEW.a = 1; END IF",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = IF(NEW.a, 1, 2)",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; DELETE FROM b; END",
        "CREATE EVENT e ON SCHEDULE AT (now()) DO IF 1 THEN SELECT 1; END IF",
        "ALTER EVENT e DO BEGIN SELECT 1; END",
        "CREATE PROCEDURE IF NOT EXISTS p() l: LOOP LEAVE l; END LOOP l",
        "CREATE PROCEDURE p() BEGIN\n\
           DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN SET @a = 1; END;\n\
           l: WHILE a < 1 DO SET a = REPEAT('x', 2); END WHILE l;\n\
           REPEAT SET a = 1; UNTIL a > 2 END REPEAT;\n\
           IF a THEN SELECT 1; ELSEIF b THEN SELECT 2; ELSE IF c THEN SELECT 3; END IF; END IF;\n\
           CASE a WHEN 1 THEN IF (b) THEN SELECT 1; END IF; ELSE BEGIN END; END CASE;\n\
           SELECT CASE WHEN a THEN IF(b, 1, 2) ELSE IF(c, 1, 2) END, t.end, t.begin FROM t FOR UPDATE;\n\
           SELECT 1 FROM t ORDER BY CASE a WHEN 1 THEN IF(b, 1, 2) END FOR UPDATE;\n\
           FOR i IN 1..10 DO SELECT i; END FOR;\n\
           DO IF(a, 1, 2);\n\
           m: BEGIN LEAVE m; END m; SELECT 4;\n\
         END",
        "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END",
        "/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`l`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW\nBEGIN SET @a = 1; END */",
    ] {
        whole(MySql, program);
    }
}

#[test]
fn a_transaction_is_no_block() {
    check(MySql, "BEGIN; SELECT 1; END", &["BEGIN", "SELECT 1", "END"]);
    check(
        MySql,
        "CREATE TABLE procedure_begin (a INT); SELECT 1",
        &["CREATE TABLE procedure_begin (a INT)", "SELECT 1"],
    );
}

#[test]
fn what_is_printed_for_the_client_needs_a_delimiter_where_it_has_semicolons() {
    assert!(needs_delimiter(
        MySql,
        "CREATE PROCEDURE p() BEGIN SELECT 1; END"
    ));
    assert!(!needs_delimiter(MySql, "SELECT ';' -- ;"));
}

#[test]
fn what_the_client_is_told_ends_with_its_line() {
    let found = statements(MySql, "\\. a.sql\nSELECT 1\\G\nSELECT 2;");
    assert_eq!(found[0].text, "\\. a.sql");
    assert_eq!(found.len(), 2);
}
