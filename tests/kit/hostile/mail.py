"""Hostile mails: broken, endless, nested, with names and headers that reach out."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from random import Random
from urllib.parse import quote

from kit.hostile.parts import Genuine, Hostile, Variant

_TOP = b"From: a@b.cn\r\nTo: c@d.cn\r\nDate: Mon, 27 May 2024 08:05:00 +0800\r\n"
_SHEET = (
    b"Content-Type: application/octet-stream; name=a.xlsx\r\n"
    b"Content-Disposition: attachment; filename=a.xlsx\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n"
)


def _coded(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _mail(*parts: bytes, top: bytes = _TOP, mark: bytes = b"x", end: bytes = b"--x--\r\n") -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="' + mark + b'"\r\n\r\n'
    return top + head + b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + end


def _named(header: bytes, data: bytes) -> bytes:
    coding = b"Content-Transfer-Encoding: base64\r\n\r\n"
    return b"Content-Type: application/octet-stream\r\n" + header + b"\r\n" + coding + _coded(data)


def _mails(found: dict[str, bytes]) -> Iterator[Variant]:
    for what, data in found.items():
        yield Variant(what, data, "{}.eml")


def _broken(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    data, coded = genuine.data, _coded(genuine.data)
    sheet = _SHEET + coded
    plus = b"Content-Type: text/plain\r\n\r\nhi"
    whole = _mail(plus, sheet)
    seven = b"Content-Transfer-Encoding: base64"
    yield from _mails(
        {
            "whole": whole,
            "no end": _mail(plus, sheet, end=b""),
            "cut": whole[: len(whole) // 2],
            "no boundary": whole.replace(b'; boundary="x"', b""),
            "an empty one": whole.replace(b'"x"', b'""'),
            "another boundary": _mail(plus, sheet, mark=b"y"),
            "a long one": _mail(sheet, mark=b"x" * 90_000),
            "no parts": _mail(),
            "a part of nothing": _mail(b""),
            "only ends": _mail(end=b"--x--\r\n" * 999),
            "noise in the text": _mail(
                _SHEET + b"\xff\x00*" + coded[:500] + chance.randbytes(99) + coded[500:]
            ),
            "text cut": _mail(_SHEET + coded[:-70]),
            "text of one letter": _mail(_SHEET + b"A"),
            "no text": _mail(_SHEET),
            "another coding": _mail(sheet.replace(seven, b"Content-Transfer-Encoding: x-no-such")),
            "coded twice": _mail(_SHEET + _coded(coded)),
            "quoted": _mail(sheet.replace(seven, b"Content-Transfer-Encoding: quoted-printable")),
            "binary": _mail(_SHEET.replace(b"base64", b"binary") + data),
            "lines of old Macs": whole.replace(b"\r\n", b"\r"),
            "zeros between": whole.replace(b"\r\n", b"\r\n\0", 3),
            "in UTF-16": whole.decode("latin-1").encode("utf-16"),
            "parts of no kind": _mail(sheet.replace(b"application/octet-stream", b";;;///")),
            "a multipart without parts": _mail(b"Content-Type: multipart/mixed\r\n\r\n" + sheet),
            "a multipart as a sheet": _mail(
                sheet.replace(b"application/octet-stream", b'multipart/mixed; boundary="z"')
            ),
            "1000 parts": _mail(*[plus] * 1000),
            "499 sheets": _mail(*[_SHEET + b"QUJD"] * 499),
            "600 sheets": _mail(*[_SHEET + b"QUJD"] * 600),
            "20,000 parts without a name": _mail(*[b"Content-Type: a/b\r\n\r\nx"] * 20_000),
            "a bomb of text": _mail(_SHEET + b"QUFB" * 2**20),
        }
    )


def _headers(genuine: Genuine, _: Random) -> Iterator[Variant]:
    sheet = _SHEET + _coded(genuine.data)
    dates = (
        *(
            "",
            "x",
            "Mon, 99 May 2024 99:99:99 +9999",
            "Mon, 27 May 99999 08:05:00 +0000",
            "-1",
            "0",
            "9" * 5000,
        ),
        *(
            "Mon, 27 May 0001 00:00:00 +2359",
            "Fri, 31 Dec 9999 23:59:59 -2359",
            "Mon, 27 May 2024",
            "2024-05-27",
        ),
        *(
            "Mon, 27 May 2024 08:05:00 (" + "(" * 5000,
            "Mon, 27 May 2024 08:05:00 +99999999999",
            "１２ May 2024 00:00:00",
        ),
    )
    for number, date in enumerate(dates):
        top = f"From: a@b.cn\r\nDate: {date}\r\n".encode()
        yield Variant(f"a date, {number}", _mail(sheet, top=top), "{}.eml")
    for what, top in {
        "100,000 headers": b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + _TOP,
        "a header of 4 MB": b"X-A: " + b"y" * 2**22 + b"\r\n" + _TOP,
        "a header of 100,000 lines": b"X-A: y\r\n" + b" y\r\n" * 100_000 + _TOP,
        "no colon": b"From a@b.cn\r\nnonsense\r\n" + _TOP,
        "raw bytes": b"Subject: \xff\xfe\xd6\xd0\xce\xc4\r\nFrom: \xb5\xa5 <a@b.cn>\r\n" + _TOP,
        "a sender with lines": b"From: =?utf-8?q?a=0D=0ABcc:_x@y.cn?= <a@b.cn>\r\n" + _TOP,
        "a sender as a formula": b'From: "=1+1" <=1+1@b.cn>\r\n' + _TOP,
        "a sender of brackets": b"From: " + b"<" * 50_000 + b"\r\n" + _TOP,
        "a sender of remarks": b"From: " + b"(" * 50_000 + b"\r\n" + _TOP,
        "10,000 senders": b"From: " + b"a@b.cn, " * 10_000 + b"\r\n" + _TOP,
        "words without end": b"Subject: " + b"=?utf-8?q?" + b"=41" * 99_999 + b"?=\r\n" + _TOP,
        "no such charset": b"Subject: =?no-such?b?////?= =?idna?q?xn--a?= =?punycode?q?-?=\r\n"
        + _TOP,
        "a rot13 charset": b"Subject: =?rot13?q?a?= =?zlib?b?eJw=?= =?hex?q?=5C?=\r\n" + _TOP,
        "quotes without end": _TOP + b"Content-Type: a/b; x=" + b'";' * 200_000 + b"\r\n",
        "no headers": b"\r\n",
        "only zeros": b"From: \0\0\0\r\nDate: \0\r\n",
        "a bounce": b"Auto-Submitted: auto-replied\r\nX-Failed-Recipients: a@b.cn\r\n" + _TOP,
    }.items():
        yield Variant(what, _mail(sheet, top=top), "{}.eml")


def _attachment_names(genuine: Genuine, _: Random) -> Iterator[Variant]:
    names = {
        "upwards": b"../../../../tmp/a.xlsx",
        "absolute": b"/etc/passwd",
        "a drive": b"C:\\\\windows\\\\a.xlsx",
        "a zero": b"a\0.xlsx",
        "a device": b"CON",
        "a share": b"\\\\\\\\h\\\\a.xlsx",
        "a formula": b"=1+1.xlsx",
        "a line": b"a\r\n b.xlsx",
        "long": b"a" * 50_000 + b".xlsx",
        "dots": b"..",
        "blank": b" ",
        "empty": b"",
        "GBK": "月报.xlsx".encode("gbk"),
        "noise": b"\xff\xfe\x80.xlsx",
        "half": b"=?gbk?b?1MI?=",
        "tilde": b"~$a.xlsx",
        "quotes": b'\\"a\\".xlsx',
        "words": b"=?utf-8?b?" + base64.b64encode("\u202exslx.exe\n\0".encode()) + b"?=",
        "escapes": b"=?unicode_escape?q?=5Cud800?=.xlsx",
        "rot": b"=?rot13?q?abc?=",
        "idle": b"=?idna?q?xn--?=",
    }
    for what, name in names.items():
        header = b'Content-Disposition: attachment; filename="' + name + b'"'
        yield Variant(what, _mail(_named(header, genuine.data)), "{}.eml")
    for what, text in {
        "a number without end": b"filename*" + b"9" * 6000 + b"*=a",
        "numbers in other digits": "filename*٣*=a; filename*²*=b".encode(),
        "half a character": b"filename*=utf-8''%ED%A0%80.xlsx",
        "punycode without end": b"filename*=punycode''" + b"a-" + b"z9" * 8000,
        "no charset": b"filename*=''%ff%fe.xlsx",
        "no such charset": b"filename*=no-such''a.xlsx",
        "a charset of bytes": b"filename*=hex''6161",
        "an escaping one": b"filename*=unicode_escape''%5Cud800.xlsx",
        "1000 pieces": b"; ".join(b"filename*%d*=%%41" % n for n in range(1000)),
        "percent": b"filename*=utf-8''%%%zz%.xlsx",
        "upwards": b"filename*=utf-8''" + quote("../../a/\0/b.xlsx").encode(),
    }.items():
        yield Variant(
            f"extended: {what}",
            _mail(_named(b"Content-Disposition: attachment; " + text, genuine.data)),
            "{}.eml",
        )


def _nested(genuine: Genuine, _: Random) -> Iterator[Variant]:
    sheet = _SHEET + _coded(genuine.data)
    inner = b"Content-Type: message/rfc822\r\n\r\n"
    for depth in (1, 3, 5, 60, 400):
        mail = _mail(sheet)
        for level in range(depth):
            mark = b"y%d" % level
            mail = (
                _TOP
                + b"Content-Type: multipart/mixed; boundary="
                + mark
                + b"\r\n\r\n--"
                + mark
                + b"\r\n"
                + inner
                + mail
                + b"\r\n--"
                + mark
                + b"--\r\n"
            )
        yield Variant(f"{depth} mails in each other", mail, "{}.eml")
    for depth in (50, 900, 5000):
        marks = [b"m%d" % level for level in range(depth)]
        body = b"".join(
            b"Content-Type: multipart/mixed; boundary=" + m + b"\r\n\r\n--" + m + b"\r\n"
            for m in marks
        )
        yield Variant(f"{depth} wrappings", _TOP + body + sheet, "{}.eml")
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=m%d\r\n\r\n--m%d\r\n" % (n, n) for n in range(200)
    )
    yield Variant("200 wrappings round 300,000 lines", _TOP + deep + b"x\r\n" * 300_000, "{}.eml")
    coded = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    old = binascii.b2a_uu(genuine.data[:45])
    yield from _mails(
        {
            "a mail in base64": _mail(coded + _coded(_mail(sheet))),
            "a mail in bad base64": _mail(coded + b"****"),
            "a mail of nothing": _mail(inner),
            "a part of a mail": _mail(sheet).replace(
                b"multipart/mixed", b"message/partial; id=a; number=1"
            ),
            "a body elsewhere": _mail(
                b"Content-Type: message/external-body; access-type=URL; URL=http://127.0.0.1:9/\r\n\r\n"
            ),
            "a report": _mail(sheet).replace(b"multipart/mixed", b"multipart/report"),
            "a digest": _mail(sheet).replace(b"multipart/mixed", b"multipart/digest"),
            "signed": _mail(sheet).replace(b"multipart/mixed", b"multipart/signed; protocol=x"),
            "encrypted": _mail(b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nMIIB"),
            "uuencoded": _TOP + b"\r\nbegin 644 a.xlsx\n" + old + b"`\nend\n",
            "uuencoded as a part": _mail(
                _SHEET.replace(b"base64", b"uuencode") + b"begin 644 a\n" + old + b"`\nend\n"
            ),
            "uuencoded noise": _mail(
                _SHEET.replace(b"base64", b"x-uuencode") + b"begin 644 a\n\xff\xff\xff\nend\n"
            ),
            "winmail": _mail(
                _named(
                    b"Content-Disposition: attachment; filename=winmail.dat", b"\x78\x9f\x3e\x22"
                )
            ),
            "a page alone": _TOP + b"Content-Type: text/html\r\n\r\n<script>alert(1)</script>",
            "the sheet as the mail": _TOP + _SHEET + _coded(genuine.data),
        }
    )
    yield Variant("a mail called .xlsx", _mail(sheet))
    yield Variant("a sheet called .eml", genuine.data, "{}.eml")


CLASSES = (
    Hostile("broken mails", "mails cut, mixed, coded wrongly, of a thousand parts", _broken),
    Hostile("headers", "dates, senders and headers without sense or end", _headers),
    Hostile("attachment names", "names that are paths, formulas or no text", _attachment_names),
    Hostile("nested mails", "mails in mails, and the rarer kinds", _nested),
)
