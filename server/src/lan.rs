//! A room without internet: the addresses of this computer that phones on the same network reach, and a QR code for
//! the terminal.

use std::io::Write;
use std::net::{IpAddr, SocketAddr};

use crate::workshops::join::qr_text;

/// Addresses that others on the network reach, those of home and office networks first.
pub fn addresses() -> Vec<IpAddr> {
    let found = if_addrs::get_if_addrs().unwrap_or_default();
    let mut addresses: Vec<IpAddr> = found.iter().map(|interface| interface.ip()).filter(is_reachable).collect();
    addresses.sort_by_key(|address| (rank(address), *address));
    addresses.dedup();
    addresses
}

fn is_reachable(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !address.is_loopback() && !address.is_unspecified(),
        // One of a single link needs the name of an interface, which no phone can type.
        IpAddr::V6(address) => !address.is_loopback() && address.segments()[0] & 0xffc0 != 0xfe80,
    }
}

fn rank(address: &IpAddr) -> u8 {
    match address {
        IpAddr::V4(address) if address.is_link_local() => 3,
        IpAddr::V4(address) if address.is_private() => 0,
        IpAddr::V4(_) => 1,
        IpAddr::V6(_) => 2,
    }
}

/// The address under which a port of this computer is reached.
pub fn url(address: IpAddr, port: u16) -> String {
    format!("http://{}", SocketAddr::new(address, port))
}

/// Prints where the room is: all addresses, and the first one as a QR code.
pub fn announce(out: &mut impl Write, public_url: &str, port: u16) -> std::io::Result<()> {
    let addresses = addresses();
    for address in &addresses {
        writeln!(out, "  {}", url(*address, port))?;
    }
    if addresses.is_empty() {
        return writeln!(out, "No network: join one or open a hotspot, then start again.");
    }
    writeln!(out, "Whoever is on the same network points their camera here:\n\n{}", qr_text(public_url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_phone_can_reach_is_told_and_private_networks_come_first() {
        let read = |text: &str| text.parse::<IpAddr>().unwrap();
        let reachable = |text| is_reachable(&read(text));
        for (text, wanted) in
            [("127.0.0.1", false), ("::1", false), ("fe80::1", false), ("192.168.1.5", true), ("2001:db8::1", true)]
        {
            assert_eq!(reachable(text), wanted, "{text}");
        }
        let mut sorted = ["2001:db8::1", "169.254.1.1", "203.0.113.1", "192.168.1.5"].map(read);
        sorted.sort_by_key(rank);
        assert_eq!(sorted, ["192.168.1.5", "203.0.113.1", "2001:db8::1", "169.254.1.1"].map(read));
        assert_eq!(url(read("192.168.1.5"), 80), "http://192.168.1.5:80");
        assert_eq!(url(read("2001:db8::1"), 8080), "http://[2001:db8::1]:8080");
    }
}
