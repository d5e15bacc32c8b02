//! The chain inside an application.

use super::*;
use crate::Code;
use crate::schema::QualifiedName;
use crate::script::Piece;

fn upgrade(op: &mut Op) {
    op.drop_column("users", "email");
}

fn downgrade(op: &mut Op) {
    op.execute("A");
    op.reverse(upgrade);
    op.execute("B");
}

fn inverse(op: &mut Op) {
    op.execute("C");
    op.execute("D");
}

const fn rust(
    id: &'static str,
    down_revisions: &'static [&'static str],
    upgrade: fn(&mut Op),
    downgrade: fn(&mut Op),
) -> EmbeddedRevision {
    EmbeddedRevision {
        id,
        down_revisions,
        branch_labels: &[],
        depends_on: &[],
        transaction: true,
        message: "",
        created: None,
        path: "a.rs",
        checksum: None,
        body: Body::Rust { upgrade, downgrade },
    }
}

static REVISIONS: [EmbeddedRevision; 1] = [rust("a", &[], upgrade, downgrade)];

fn chain(inverses: &'static [Inverses]) -> EmbeddedChain {
    EmbeddedChain::with_inverses(&REVISIONS, Settings::DEFAULT, inverses)
}

fn script(inverses: &'static [Inverses], product: Product) -> Result<Vec<String>, Diagnostic> {
    let id = Id::from("a");
    let asked = Asked::new(&id, Direction::Downgrade, Server::oldest(product));
    let script = chain(inverses).script(asked)?;
    let statements = script.pieces.into_iter().map(|piece| match piece {
        Piece::Statement(statement) => statement.sql,
        piece => panic!("{piece:?}"),
    });
    Ok(statements.collect())
}

const HERE: Product = Product::ALL[0];
const THERE: Product = Product::ALL[1];

const fn found(found: Result<Found, &'static str>) -> Inverses {
    Inverses {
        revision: "a",
        products: &[HERE],
        found,
    }
}

#[test]
fn what_was_found_stands_where_it_is_reversed() {
    static FOUND: [Inverses; 1] = [found(Ok(Found {
        inverses: &[inverse],
    }))];
    let said = script(&FOUND, HERE).expect("a script");
    assert_eq!(said, ["A", "C", "D", "B"]);
    // It is another matter on another database.
    let fault = script(&FOUND, THERE).expect_err("no script");
    assert_eq!(fault.code, Code::NeedsSource);
    assert!(fault.help[1].ends_with(NOT_SERVED), "{fault:?}");
}

#[test]
fn what_was_not_found_is_said_with_what_helps() {
    static NOT: [Inverses; 1] = [found(Err("for a reason"))];
    static OTHER: [Inverses; 1] = [found(Ok(Found { inverses: &[] }))];
    let fault = script(&[], HERE).expect_err("no script");
    assert_eq!(fault.code, Code::NeedsSource);
    assert_eq!(fault.help[1], FEATURE);
    let fault = script(&NOT, HERE).expect_err("no script");
    assert_eq!(fault.code, Code::NeedsSource);
    assert_eq!(
        fault.help[1],
        "the build script could not tell: for a reason"
    );
    // The compiler has met another number of them than the build script.
    let fault = script(&OTHER, HERE).expect_err("no script");
    assert_eq!(fault.code, Code::NeedsSource);
}

/// Where an enum is no type of its own, what speaks of one needs its values: those before it going up, those behind it
/// going down.
#[test]
fn enums_follow_from_the_compiled_functions() {
    fn make(op: &mut Op) {
        op.create_enum("mood", ["glad"]);
    }
    fn add(op: &mut Op) {
        op.add_enum_value("mood", "sad");
    }
    fn nothing(_: &mut Op) {}
    static CHAIN: EmbeddedChain = EmbeddedChain::new(
        &[
            rust("a", &[], make, nothing),
            rust("b", &["a"], add, nothing),
        ],
        Settings::DEFAULT,
    );
    let id = Id::from("b");
    let asked = Asked::new(&id, Direction::Upgrade, Server::oldest(HERE));
    let values = |of| {
        let schema = CHAIN.enums(asked, of).expect("enums");
        schema.enums[&QualifiedName::from("mood")].values.clone()
    };
    assert_eq!(values(Of::EnumsBefore), ["glad"]);
    assert_eq!(values(Of::EnumsAfter), ["glad", "sad"]);
}
