//! The names of what nobody named.
//!
//! An operation that leaves a name out means the one that [`Naming::default`] gives, on every database and for ever: what
//! a revision that was applied has made must not come to be called otherwise. A project's own convention is for the
//! names that are written into new revisions and that models mean.

use super::{Name, QualifiedName};

/// The longest name that every database takes, in bytes.
const LONGEST: usize = 63;

/// Templates with `{table}` and `{columns}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Naming {
    /// For indexes.
    pub index: String,
    /// For unique constraints.
    pub unique: String,
    /// For checks.
    pub check: String,
    /// For foreign keys.
    pub foreign_key: String,
    /// For primary keys.
    pub primary_key: String,
    /// For exclusion constraints.
    pub exclusion: String,
}

impl Default for Naming {
    fn default() -> Self {
        Self {
            index: "ix_{table}_{columns}".to_owned(),
            unique: "{table}_{columns}_key".to_owned(),
            check: "{table}_{columns}_check".to_owned(),
            foreign_key: "{table}_{columns}_fkey".to_owned(),
            primary_key: "{table}_pkey".to_owned(),
            exclusion: "{table}_{columns}_excl".to_owned(),
        }
    }
}

/// The name that a template gives. One that would be too long for some database is cut, and ends with a hash of the whole.
#[must_use]
pub fn named(template: &str, table: &QualifiedName, columns: &[&str]) -> Name {
    // Without columns, as for a check of the whole table, its place closes up.
    let template = if columns.is_empty() {
        template.replace("_{columns}", "").replace("{columns}", "")
    } else {
        template.to_owned()
    };
    let name = template
        .replace("{table}", &table.name)
        .replace("{columns}", &columns.join("_"));
    shortened(&name).into()
}

/// Whether a name may be one that was cut: it is as long as those are, and ends with such a hash.
pub(crate) fn is_cut(name: &str) -> bool {
    let Some((kept, hash)) = name.rsplit_once('_') else {
        return false;
    };
    // A letter that would be halved goes too.
    let is_full = (LONGEST - 12..=LONGEST - 9).contains(&kept.len());
    is_full && hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let kept = name.floor_char_boundary(LONGEST - 9);
    format!("{}_{hash:08x}", &name[..kept])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_table_and_columns() {
        let naming = Naming::default();
        let table = QualifiedName::from("app.users");
        let name = named(&naming.unique, &table, &["team_id", "email"]);
        assert_eq!(name, "users_team_id_email_key");
        assert_eq!(named(&naming.check, &table, &[]), "users_check");
    }

    #[test]
    fn a_long_name_is_cut_and_stays_itself() {
        let table = QualifiedName::from("t");
        let long = |last: &str| {
            let column = format!("{}{last}", "ö".repeat(60));
            named("ix_{table}_{columns}", &table, &[&column])
        };
        assert!(long("a").len() <= LONGEST);
        assert!(is_cut(&long("a")) && !is_cut("users_email_0badcafe"));
        assert_ne!(long("a"), long("b"));
        assert_eq!(long("a"), long("a"));
    }
}
