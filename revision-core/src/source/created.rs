//! When a revision was created, as its file says it: `2026-11-21 09:30 UTC`.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

/// A minute and the offset it was read off at. Ordered by time, whatever the offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Created {
    civil: DateTime,
    offset: Offset,
}

impl Created {
    /// This minute.
    #[must_use]
    pub fn now(zone: &TimeZone) -> Self {
        let now = Zoned::now().with_time_zone(zone.clone());
        Self {
            civil: now.datetime(),
            offset: now.offset(),
        }
    }

    /// What a revision file says. A zone spelt otherwise than `UTC` or `+01:00` is taken for UTC: near enough to tell
    /// which of two revisions is the newer.
    ///
    /// ```
    /// use revision_core::source::Created;
    /// let noon = Created::parse("2026-11-21 12:00 +01:00").unwrap();
    /// assert!(noon > Created::parse("2026-11-21 10:30 UTC").unwrap());
    /// assert_eq!(noon.to_string(), "2026-11-21 12:00 +01:00");
    /// assert_eq!(Created::parse("yesterday"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let (date, time) = (words.next()?, words.next().unwrap_or("00:00"));
        Some(Self {
            civil: format!("{date}T{time}").parse().ok()?,
            offset: words.next().and_then(offset).unwrap_or(Offset::UTC),
        })
    }

    /// Year, month, day, hour and minute, as file names have them.
    #[must_use]
    pub fn digits(&self) -> [String; 5] {
        let at = &self.civil;
        let two = |number: i8| format!("{number:02}");
        [
            format!("{:04}", at.year()),
            two(at.month()),
            two(at.day()),
            two(at.hour()),
            two(at.minute()),
        ]
    }

    fn instant(&self) -> Option<Timestamp> {
        self.offset.to_timestamp(self.civil).ok()
    }
}

impl PartialOrd for Created {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.instant().cmp(&other.instant()))
    }
}

impl fmt::Display for Created {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.civil.strftime("%Y-%m-%d %H:%M");
        let minutes = self.offset.seconds() / 60;
        if minutes == 0 {
            return write!(f, "{at} UTC");
        }
        // Names of zones, `CST` for one, mean several things; the offset means one.
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        write!(f, "{at} {sign}{hours:02}:{minutes:02}")
    }
}

/// The zone that goes by this IANA name, from the system's database or, where there is none, the one built in.
#[must_use]
pub fn time_zone(name: &str) -> Option<TimeZone> {
    if name.eq_ignore_ascii_case("utc") {
        return Some(TimeZone::UTC);
    }
    TimeZone::get(name).ok()
}

fn offset(word: &str) -> Option<Offset> {
    let sign = match word.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = word.get(1..)?.split_once(':')?;
    let seconds = hours.parse::<u8>().ok().map(i32::from)? * 3600
        + minutes.parse::<u8>().ok().map(i32::from)? * 60;
    Offset::from_seconds(sign * seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_again() {
        for text in [
            "2026-11-21 09:30 UTC",
            "2026-11-21 09:30 +05:45",
            "0001-01-01 00:00 -03:00",
        ] {
            assert_eq!(Created::parse(text).expect(text).to_string(), text);
        }
        for text in ["", "x", "2026-13-01 00:00 UTC", "2026-11-21 25:00"] {
            assert_eq!(Created::parse(text), None, "{text}");
        }
        // A date alone, as people write it.
        assert!(Created::parse("2026-11-21").is_some());
    }

    #[test]
    fn now_is_the_same_instant_in_every_zone() {
        let utc = Created::now(&TimeZone::UTC);
        let there = Created::now(&time_zone("Asia/Kathmandu").expect("a zone"));
        assert!(there >= utc);
        assert!(there.to_string().ends_with("+05:45"), "{there}");
        assert!(time_zone("Europe/Nowhere").is_none());
    }
}
