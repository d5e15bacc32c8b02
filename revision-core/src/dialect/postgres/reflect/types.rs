//! Domains and composite types.

use std::collections::BTreeMap;

use super::columns::ty;
use super::default;
use super::text::{bare, list};
use crate::dialect::Row;
use crate::dialect::reflect::{Fields, Unreadable};
use crate::schema::{Composite, Defined, Domain, Name, QualifiedName, Type};

/// A row for a domain, and one for each attribute of a composite type.
pub(super) fn read(rows: Vec<Row>) -> Result<BTreeMap<QualifiedName, Defined>, Unreadable> {
    let mut found = BTreeMap::new();
    for row in rows {
        let mut fields = Fields::of("a type", row);
        let name = fields.qualified()?;
        let is_domain = fields.is()?;
        let comment = fields.maybe()?;
        let attribute = fields.maybe()?;
        if is_domain {
            found.insert(name, Defined::Domain(domain(&mut fields, comment)?));
            continue;
        }
        let entry = found.entry(name);
        let one = entry.or_insert_with(|| {
            Defined::Composite(Composite {
                comment,
                ..Composite::default()
            })
        });
        if let (Some(attribute), Defined::Composite(one)) = (attribute, one) {
            let (ty, _) = sorted(&mut fields)?;
            one.attributes.push((Name::from(attribute), ty));
        }
    }
    Ok(found)
}

fn domain(fields: &mut Fields, comment: Option<String>) -> Result<Domain, Unreadable> {
    let (ty, words) = sorted(fields)?;
    let mut one = Domain::new(ty);
    one.not_null = fields.is()?;
    let default = fields.maybe()?;
    one.default = default.and_then(|sql| default::read(&sql, &one.base, &words));
    for check in list(&fields.text()?)?.chunks_exact(2) {
        let (name, sql) = (check[0].as_str(), bare(&check[1]).to_owned());
        one.checks.insert(name.into(), sql);
    }
    one.comment = comment;
    Ok(one)
}

/// A type, and the server's words for it. How its texts are sorted stands in the words alone.
fn sorted(fields: &mut Fields) -> Result<(Type, String), Unreadable> {
    let ty = ty(fields)?;
    let words = fields.text()?;
    let whole = fields.text()?;
    Ok(match fields.maybe()? {
        Some(collation) => (Type::Custom(format!("{whole} COLLATE {collation}")), words),
        None => (ty, words),
    })
}
