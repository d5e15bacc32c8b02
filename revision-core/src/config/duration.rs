//! Lengths of time as people write them: `5s`, `10m`, `1h30m`, `250ms`, and `0` for none.

use std::time::Duration;

/// The units, longest name first where one begins another.
const UNITS: [(&str, u64); 5] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
];

/// Reads a length of time: `5s`, `1h30m`, `0`; `None` for what is not one.
#[must_use]
pub fn parse(text: &str) -> Option<Duration> {
    if text == "0" {
        return Some(Duration::ZERO);
    }
    let mut rest = text;
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: u64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let (unit, milliseconds) = UNITS.iter().find(|(unit, _)| rest.starts_with(unit))?;
        rest = &rest[unit.len()..];
        total = total.checked_add(count.checked_mul(*milliseconds)?)?;
    }
    (!text.is_empty()).then(|| Duration::from_millis(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        let ms = |text| parse(text).map(|duration| duration.as_millis());
        assert_eq!(ms("0"), Some(0));
        assert_eq!(ms("250ms"), Some(250));
        assert_eq!(ms("10m"), Some(600_000));
        assert_eq!(ms("1h30m"), Some(5_400_000));
        assert_eq!(ms("2d"), Some(172_800_000));
        for wrong in [
            "",
            "5",
            "s",
            "5 s",
            "-5s",
            "5x",
            "5é",
            "99999999999999999999s",
            "18446744073709551615d",
        ] {
            assert_eq!(ms(wrong), None, "{wrong}");
        }
    }
}
