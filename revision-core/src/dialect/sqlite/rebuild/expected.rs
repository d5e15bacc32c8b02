//! What a script looks for before it makes a table anew: it was written for what revisions lead to, and what somebody else has put
//! on the table since would be gone without a word.

use super::live::Live;
use super::{Check, Part};
use crate::dialect::driver::Answers;
use crate::dialect::sqlite::text::TableText;

/// The check; none where the answers are of no such table.
pub(crate) fn expected(answers: Answers, table: &str) -> Option<Part> {
    let live = Live::read(answers)?;
    let object = live.table(table)?;
    let text = TableText::read(&object.sql)?;
    let standing = live.objects.iter().filter(|one| {
        matches!(&*one.kind, "index" | "trigger") && one.table.eq_ignore_ascii_case(&object.name)
    });
    let standing = list(standing.map(|one| one.name.as_str()));
    let columns = list(text.columns().map(|one| &*one.name.name));
    let name = literal(&object.name);
    Some(Part::Check(Check {
        operation: 0,
        question: format!(
            "SELECT name FROM main.sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL \
             AND tbl_name = {name} COLLATE NOCASE AND name COLLATE NOCASE NOT IN ({standing}) \
             UNION ALL SELECT name FROM pragma_table_xinfo({name}) WHERE name COLLATE NOCASE NOT IN ({columns})"
        ),
        message: format!(
            "`{}` has columns, indexes or triggers that no revision has made",
            object.name
        ),
        is_framed: true,
    }))
}

fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(literal).collect::<Vec<_>>().join(", ")
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
