"""The words of the page that checks a credential without a network, by what its script calls them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tauliah.core.credentials.answers import (
    ALTERED,
    CANNOT_BE_REVOKED,
    FOREIGN_KEY,
    IS_IN_FORCE,
    IS_OURS,
    IS_READABLE,
    IS_SIGNED,
    NEEDS_KEYS,
    NO_PROOF,
    stranger,
)
from tauliah.core.credentials.attachments import (
    LOCKED_PDF,
    NO_ATTACHMENT,
    TOO_MANY_ATTACHMENTS,
)
from tauliah.core.credentials.certificate_codes import (
    CODE_ALTERED,
    CODE_FOREIGN_KEY,
    CODE_IS_READABLE,
    CODE_IS_SIGNED,
    IS_CONFERRED,
    NO_CODE,
)
from tauliah.core.kernel import LocalText

_PAGE = {
    "title": ("Verify a credential without a network", "Sahkan kredensial tanpa rangkaian"),
    "lead": (
        "Everything happens in this file, on this device. Nothing is sent anywhere.",
        "Semuanya berlaku dalam fail ini, pada peranti ini. Tiada apa-apa dihantar ke mana-mana.",
    ),
    "choose": (
        "Choose the credential file, or drop it on this page",
        "Pilih fail kredensial, atau lepaskannya pada halaman ini",
    ),
    "kinds": (
        "JSON, a signed token, a certificate as PDF, or a badge as a PNG or SVG picture; at most 1 MB. A photo of the code on a certificate is read, too.",
        "JSON, token bertandatangan, sijil sebagai PDF, atau lencana sebagai gambar PNG atau SVG; paling besar 1 MB. Foto kod pada sijil turut dibaca.",
    ),
    "by-code": ("The code on a certificate", "Kod pada sijil"),
    "look": ("Read the code with the camera", "Baca kod dengan kamera"),
    "stop": ("Stop the camera", "Hentikan kamera"),
    "photo": ("Or choose a photo of the code", "Atau pilih foto kod itu"),
    "paste": (
        "Or paste the text of the credential, or of the code on a certificate",
        "Atau tampal teks kredensial, atau teks kod pada sijil",
    ),
    "paper": (
        "Only what stands here is signed. Compare name, designation, number and date with what is printed: anyone can print another page around the same file or code.",
        "Hanya yang tertera di sini ditandatangani. Bandingkan nama, gelaran, nombor dan tarikh dengan yang tercetak: sesiapa sahaja boleh mencetak halaman lain dengan fail atau kod yang sama.",
    ),
    "name-kept-back": (
        "The code keeps the name back; compare it below.",
        "Kod ini tidak menyatakan nama; bandingkannya di bawah.",
    ),
    "compare": ("Name as it stands on the certificate", "Nama seperti yang tertera pada sijil"),
    "compare-now": ("Compare the name", "Bandingkan nama"),
    "same-name": (
        "Yes: the code was made for this name.",
        "Ya: kod ini dibuat untuk nama ini.",
    ),
    "other-name": (
        "No: the code was made for another name. Is it written as on the certificate?",
        "Tidak: kod ini dibuat untuk nama lain. Adakah ejaannya seperti pada sijil?",
    ),
    "check": ("Check", "Semak"),
    "checks": ("What was checked", "Perkara yang disemak"),
    "made": (
        "This page carries the keys and lists as they were on {day}.",
        "Halaman ini membawa kunci dan senarai seperti pada {day}.",
    ),
    "limits": (
        "Without a network it cannot know what was revoked, or which key was withdrawn, after that day. Where much depends on the answer, check on the site as well.",
        "Tanpa rangkaian, ia tidak dapat mengetahui perkara yang dibatalkan, atau kunci yang ditarik balik, selepas hari itu. Jika banyak bergantung pada jawapannya, semak di laman juga.",
    ),
    "keeps": (
        "Nothing that you open here is kept.",
        "Tiada apa-apa yang anda buka di sini disimpan.",
    ),
}
_VERDICTS = {
    "genuine": ("Genuine", "Tulen"),
    "genuine-meaning": (
        "The file is as the issuer signed it, and it was not revoked by {day}. Compare the name with the person before you.",
        "Fail ini seperti yang ditandatangani oleh pengeluar, dan belum dibatalkan setakat {day}. Bandingkan nama dengan orang di hadapan anda.",
    ),
    "code-genuine-meaning": (
        "The code is as the body signed it when the certificate was made, and the award was not revoked by {day}.",
        "Kod ini seperti yang ditandatangani oleh badan ketika sijil dibuat, dan anugerah ini belum dibatalkan setakat {day}.",
    ),
    "code-genuine-unsure-meaning": (
        "The code is as the body signed it, but this page does not carry the list that would say whether the award was revoked. Ask on the site.",
        "Kod ini seperti yang ditandatangani oleh badan, tetapi halaman ini tidak membawa senarai yang menyatakan sama ada anugerah ini telah dibatalkan. Tanya di laman.",
    ),
    "code-do-not-rely": ("Do not rely on this code", "Jangan bergantung pada kod ini"),
    "code-do-not-rely-meaning": (
        "Its signature does not hold: it was changed, or this body never signed it.",
        "Tandatangannya tidak sah: ia diubah, atau tidak pernah ditandatangani oleh badan ini.",
    ),
    "code-revoked-meaning": (
        "The code is genuine, but the body has revoked the award.",
        "Kod ini tulen, tetapi badan telah membatalkan anugerah ini.",
    ),
    "code-suspended-meaning": (
        "The code is genuine, but on {day} the body had suspended the award.",
        "Kod ini tulen, tetapi pada {day} anugerah ini digantung oleh badan.",
    ),
    "genuine-unsure": (
        "Genuine; whether it stands was not checked",
        "Tulen; sama ada ia masih berkuat kuasa tidak disemak",
    ),
    "genuine-unsure-meaning": (
        "The file is as the issuer signed it, but this page does not carry the list that would say whether it was revoked. Ask on the site.",
        "Fail ini seperti yang ditandatangani oleh pengeluar, tetapi halaman ini tidak membawa senarai yang menyatakan sama ada ia telah dibatalkan. Tanya di laman.",
    ),
    "do-not-rely": ("Do not rely on this file", "Jangan bergantung pada fail ini"),
    "do-not-rely-meaning": (
        "Its signature does not hold, or something in it contradicts what was signed.",
        "Tandatangannya tidak sah, atau sesuatu di dalamnya bercanggah dengan yang ditandatangani.",
    ),
    "no-credential-verdict": ("Not a credential", "Bukan kredensial"),
    "no-credential-verdict-meaning": (
        "Nothing in this file can be checked. It proves nothing.",
        "Tiada apa-apa dalam fail ini dapat disemak. Ia tidak membuktikan apa-apa.",
    ),
    "stranger": ("Issuer not known here", "Pengeluar tidak dikenali di sini"),
    "stranger-meaning": (
        "This page carries no keys of the body that the file names, so it cannot say whether it is genuine.",
        "Halaman ini tidak membawa kunci badan yang dinamakan oleh fail ini, maka ketulenannya tidak dapat dinyatakan.",
    ),
    "out-of-force": ("Not in force today", "Tidak berkuat kuasa hari ini"),
    "out-of-force-meaning": (
        "The file is genuine, but today lies outside the dates that it names. Is the date of this device right?",
        "Fail ini tulen, tetapi hari ini di luar tarikh yang dinyatakannya. Adakah tarikh peranti ini betul?",
    ),
    "revoked": ("Revoked", "Dibatalkan"),
    "revoked-meaning": (
        "The file is genuine, but the issuer has revoked the award.",
        "Fail ini tulen, tetapi pengeluar telah membatalkan anugerah ini.",
    ),
    "suspended": ("Suspended", "Digantung"),
    "suspended-meaning": (
        "The file is genuine, but on {day} the issuer had suspended the award.",
        "Fail ini tulen, tetapi pada {day} anugerah ini digantung oleh pengeluar.",
    ),
    "unable": ("This page cannot check it", "Halaman ini tidak dapat menyemaknya"),
    "unable-meaning": (
        "It may be genuine all the same. Check it on the site.",
        "Ia mungkin tulen juga. Semaknya di laman.",
    ),
}
_FACTS = {
    "holder": ("Holder", "Pemegang"),
    "designation": ("Designation", "Gelaran"),
    "letters": ("Letters", "Singkatan"),
    "number": ("Credential number", "Nombor kredensial"),
    "conferred": ("Conferred on", "Dianugerahkan pada"),
    "until": ("Valid until", "Sah sehingga"),
    "issuer": ("Conferred by", "Dianugerahkan oleh"),
    "name-readable": ("Form of the file", "Bentuk fail"),
    "name-signature": ("Signature", "Tandatangan"),
    "name-issuer": ("Issuer", "Pengeluar"),
    "name-expiry": ("Dates", "Tarikh"),
    "name-revocation": ("Revocation", "Pembatalan"),
    "passed": ("passed", "lulus"),
    "failed": ("failed", "gagal"),
    "not-checked": ("not checked", "tidak disemak"),
}
_ANSWERS = {
    "trusted": (
        "It was issued by {what}, a body that is trusted here.",
        "Ia dikeluarkan oleh {what}, badan yang dipercayai di sini.",
    ),
    "not-revoked": (
        "It was not on the issuer's lists on {day}. A later decision is not known here.",
        "Ia tiada dalam senarai pengeluar pada {day}. Keputusan selepas itu tidak diketahui di sini.",
    ),
    "needs-list": (
        "This page does not carry the list that it names.",
        "Halaman ini tidak membawa senarai yang dinamakannya.",
    ),
    "not-json": ("This is no credential file.", "Ini bukan fail kredensial."),
    "not-credential": (
        "It is JSON, but not a credential.",
        "Ini JSON, tetapi bukan kredensial.",
    ),
    "hold-still": (
        "Hold the code still before the camera, so that it fills about half of the picture. The picture stays on this device.",
        "Pegang kod itu tanpa bergerak di hadapan kamera supaya ia memenuhi kira-kira separuh gambar. Gambar itu kekal pada peranti ini.",
    ),
    "camera-not-allowed": (
        "The camera was not allowed. Allow it for this page in the browser, or choose a photo of the code.",
        "Kamera tidak dibenarkan. Benarkannya untuk halaman ini dalam pelayar, atau pilih foto kod itu.",
    ),
    "no-camera": (
        "This page finds no camera on this device. Choose a photo of the code instead.",
        "Halaman ini tidak menemui kamera pada peranti ini. Pilih foto kod itu sebagai ganti.",
    ),
    "camera-busy": (
        "The camera cannot be used now; perhaps another program uses it. Close that, or choose a photo of the code.",
        "Kamera tidak dapat digunakan sekarang; mungkin program lain sedang menggunakannya. Tutup program itu, atau pilih foto kod itu.",
    ),
    "other-code": (
        "This is a code, but not one of a certificate.",
        "Ini suatu kod, tetapi bukan kod sijil.",
    ),
    "no-code-seen": (
        "No credential is baked into this picture, and no code was found in it. Photograph the code from nearer, straight from above and in good light.",
        "Tiada kredensial dibenamkan dalam gambar ini, dan tiada kod ditemui di dalamnya. Ambil foto kod itu dengan lebih dekat, tepat dari atas dan dalam cahaya yang baik.",
    ),
    "photo-too-large": (
        "This picture is larger than 25 MB. Choose a smaller one.",
        "Gambar ini melebihi 25 MB. Pilih yang lebih kecil.",
    ),
    "two-codes": (
        "There is more than one code in this picture. Show one.",
        "Terdapat lebih daripada satu kod dalam gambar ini. Tunjukkan satu sahaja.",
    ),
    "too-large": (
        "It is larger than 1 MB. A credential never is.",
        "Ia melebihi 1 MB. Kredensial tidak pernah sebesar itu.",
    ),
    "too-deep": (
        "It is nested more deeply than a credential is.",
        "Ia bersarang lebih dalam daripada kredensial.",
    ),
    "too-tangled": (
        "Its parts refer to each other in too many ways to be checked.",
        "Bahagiannya saling merujuk dengan terlalu banyak cara untuk disemak.",
    ),
    "twice": (
        "It says the same thing twice: {what}",
        "Ia menyatakan perkara yang sama dua kali: {what}",
    ),
    "unfit-value": (
        "It holds a value that a credential may not hold: {what}",
        "Ia mengandungi nilai yang tidak boleh ada dalam kredensial: {what}",
    ),
    "undefined-term": (
        "It has a member that no signature can cover: {what}",
        "Ia mempunyai ahli yang tidak dapat dilindungi oleh mana-mana tandatangan: {what}",
    ),
    "unknown-context": (
        "It uses a vocabulary that this page does not carry: {what}",
        "Ia menggunakan perbendaharaan istilah yang tidak dibawa oleh halaman ini: {what}",
    ),
    "own-words": (
        "It defines words of its own; the site can check it, this page cannot.",
        "Ia mentakrifkan istilahnya sendiri; laman dapat menyemaknya, halaman ini tidak.",
    ),
    "not-an-address": (
        "This is not a full web address or identifier: {what}",
        "Ini bukan alamat web atau pengecam yang lengkap: {what}",
    ),
    "bad-moment": ("This is no date and time: {what}", "Ini bukan tarikh dan masa: {what}"),
    "no-credential": (
        "No credential is baked into this picture.",
        "Tiada kredensial dibenamkan dalam gambar ini.",
    ),
    "broken-picture": ("The picture is broken.", "Gambar ini rosak."),
    "many-proofs": (
        "It carries several signatures; the site checks them, this page does not.",
        "Ia membawa beberapa tandatangan; laman menyemaknya, halaman ini tidak.",
    ),
    "strange-proof": (
        "Its signature is of a kind that is not read here.",
        "Tandatangannya daripada jenis yang tidak dibaca di sini.",
    ),
    "contradicts-itself": (
        "The token says otherwise than the credential in it.",
        "Token ini menyatakan perkara yang berbeza daripada kredensial di dalamnya.",
    ),
    "proof-expired": ("The signature is out of date.", "Tempoh tandatangan ini telah tamat."),
    "old-browser": (
        "This browser cannot check signatures of this kind (Ed25519). Use a newer one.",
        "Pelayar ini tidak dapat menyemak tandatangan jenis ini (Ed25519). Guna pelayar yang lebih baharu.",
    ),
    "not-yet": ("It is in force only from {what}.", "Ia berkuat kuasa hanya mulai {what}."),
    "expired": ("It was in force until {what}.", "Ia berkuat kuasa sehingga {what}."),
    "bad-place": (
        "It names a place that the issuer's list does not have.",
        "Ia menamakan tempat yang tiada dalam senarai pengeluar.",
    ),
}
_SAID_ELSEWHERE = {
    "no-code": NO_CODE.message,
    "no-attachment": NO_ATTACHMENT.message,
    "locked-pdf": LOCKED_PDF.message,
    "too-many-attachments": TOO_MANY_ATTACHMENTS.message,
    "code-readable": CODE_IS_READABLE,
    "code-signed": CODE_IS_SIGNED,
    "code-altered": CODE_ALTERED.message,
    "code-foreign-key": CODE_FOREIGN_KEY.message,
    "code-conferred": IS_CONFERRED,
    "no-proof": NO_PROOF.message,
    "foreign-key": FOREIGN_KEY.message,
    "altered": ALTERED.message,
    "unknown-issuer": stranger("{what}").message,
    "readable": IS_READABLE,
    "signed": IS_SIGNED,
    "ours": IS_OURS,
    "in-force": IS_IN_FORCE,
    "no-list": CANNOT_BE_REVOKED,
    "needs-keys": NEEDS_KEYS,
}

_WRITTEN = {**_PAGE, **_FACTS, **_ANSWERS, **_VERDICTS}

OFFLINE_WORDS: Mapping[str, LocalText] = MappingProxyType(
    {name: LocalText(en=en, ms=ms) for name, (en, ms) in _WRITTEN.items()} | _SAID_ELSEWHERE
)
"""Every word of the page in both languages."""
