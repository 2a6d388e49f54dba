//! Kinds by content.

use super::*;

/// An archive of entries that are stored as they are.
fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut content, mut list) = (Vec::new(), Vec::new());
    let small = |number: usize| (number as u16).to_le_bytes();
    let large = |number: usize| (number as u32).to_le_bytes();
    for (name, data) in entries {
        let start = content.len();
        let sizes = [large(0), large(data.len()), large(data.len())].concat();
        content
            .extend([b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0".as_slice(), &sizes, &small(name.len()), &small(0)].concat());
        content.extend([name.as_bytes(), data].concat());
        list.extend([b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0".as_slice(), &sizes].concat());
        list.extend([small(name.len()).as_slice(), &[0; 12], &large(start), name.as_bytes()].concat());
    }
    let (count, at, length) = (small(entries.len()), content.len(), list.len());
    content.extend(list);
    content.extend([b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &large(length), &large(at), &[0; 2]].concat());
    content
}

fn open_document(kind: &str) -> Vec<u8> {
    archive(&[("mimetype", format!("application/vnd.oasis.opendocument.{kind}").as_bytes()), ("content.xml", b"<x/>")])
}

#[test]
fn what_is_taken_is_known_by_its_content() {
    let office = |part: &str| archive(&[("_rels/.rels", b""), (part, b"<x/>"), ("[Content_Types].xml", b"<x/>")]);
    for (content, kind) in [
        (b"%PDF-1.7\n%\xe2\xe3".to_vec(), PDF),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), JPEG),
        (b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(), WEBP),
        (b"II*\0\x08\0\0\0".to_vec(), TIFF),
        (b"MM\0*\0\0\0\x08".to_vec(), TIFF),
        (b"a;b\r\n1;2\r\n".to_vec(), TEXT),
        (b"MZ;BM;ID;PK\n1;2;3;4\n".to_vec(), TEXT),
        ("\u{feff}región,año\n".as_bytes().to_vec(), TEXT),
        (b"regi\xf3n;a\xf1o\n".to_vec(), TEXT),
        (b"\xff\xfea\0;\0b\0".to_vec(), TEXT),
        (office("word/document.xml"), DOCX),
        (office("xl/workbook.xml"), XLSX),
        (office("ppt/presentation.xml"), PPTX),
        (open_document("text"), ODT),
        (open_document("spreadsheet"), ODS),
        (open_document("presentation"), ODP),
    ] {
        assert_eq!(of(&content), Ok(kind), "{}", String::from_utf8_lossy(&content));
    }
}

#[test]
fn pages_scripts_programs_and_the_rest_are_refused() {
    let macros = archive(&[("[Content_Types].xml", b""), ("word/document.xml", b""), ("word/vbaProject.bin", b"")]);
    let mut cut = archive(&[("[Content_Types].xml", b""), ("word/document.xml", b"")]);
    cut.truncate(60);
    for content in [
        b"<!DOCTYPE html><p>".to_vec(),
        b"  \n<HTML>".to_vec(),
        b"hello <script>alert(1)</script>".to_vec(),
        b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
        b"<svg onload=alert(1)>".to_vec(),
        b"\xff\xfe<\0s\0v\0g\0".to_vec(),
        b"a\n<?php echo 1;".to_vec(),
        b"#!/bin/sh\nrm".to_vec(),
        b"{\\rtf1 x}".to_vec(),
        b"\x7fELF\x02\x01\x01\0".to_vec(),
        b"MZ\x90\0\x03\0\0\0".to_vec(),
        b"GIF89a\x01\0\x01\0".to_vec(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
        b"\x01\x02\x03".to_vec(),
        archive(&[("a.txt", b"a")]),
        archive(&[("mimetype", b"application/epub+zip")]),
        archive(&[("word/document.xml", b"")]),
        macros,
        cut,
    ] {
        let refused = of(&content).expect_err(&String::from_utf8_lossy(&content));
        assert!(!refused.is_empty());
    }
}

#[test]
fn a_broken_archive_is_no_fault_of_the_server() {
    let whole = open_document("text");
    // Whatever a byte is changed to, and wherever it ends.
    for at in 4..whole.len() {
        let _ = of(&whole[..at]);
        for value in [0, 0x7f, 0xff] {
            let mut broken = whole.clone();
            broken[at] = value;
            let _ = of(&broken);
        }
    }
}

#[test]
fn a_name_ends_as_its_content_is() {
    for (name, kind, wanted) in [
        ("a.pdf", PDF, "a.pdf"),
        ("a.PDF", PDF, "a.PDF"),
        ("a.html", PDF, "a.html.pdf"),
        ("a", PNG, "a.png"),
        ("a.", PNG, "a.png"),
        ("a.jpeg", JPEG, "a.jpeg"),
        ("data.csv", TEXT, "data.csv"),
        ("run.bat", TEXT, "run.bat.txt"),
    ] {
        assert_eq!(fitting_name(name, kind.media_type), wanted);
        assert!(domain::evidence::is_file_name(&fitting_name(&"a".repeat(200), kind.media_type)));
    }
}
