#!/usr/bin/env python3
"""Writes customers.jsonl: forty invented customers to try Coffer with, one import line each.

    python3 make-customers.py > customers.jsonl

Two runs write the same bytes. Even the key pairs are derived from labels in this file, so every private
key here is public by construction. Needs the `cryptography` package, version 45 or newer.

Nothing belongs to anybody: domains end in .example (RFC 2606), addresses of hosts come from the
documentation ranges (RFC 5737, RFC 3849), card numbers are test prefixes followed by zeros and a counter,
account numbers have the form of the sample IBANs of each country. Telephone numbers of the United Kingdom,
Ireland and the United States come from ranges kept for fiction. Bulgaria, Russia and Kazakhstan keep none,
so their numbers start with digits that these numbering plans do not give to subscribers.
"""
import base64
import collections
import datetime
import hashlib
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

# Certificates expire around this day, cards and most certificates long after it.
SEASON = datetime.date(2026, 12, 1)

# given name, middle name, family name, organisation,
# the name in Latin letters, domain without .example, jurisdiction
PEOPLE = {
    "bg": [
        ("Иван", "Петров", "Стоянов", None, "Ivan Stoyanov", "poshta", "BG"),
        ("Цветелина", None, "Димитрова-Ангелова", None, "Tsvetelina Dimitrova-Angelova", "mail", "BG"),
        # Decomposed on purpose: И and U+0306. It is stored as the one letter Й.
        ("И\u0306ордан", None, "Щерев", "Мрежи и кабели ООД", "Yordan Shterev", "mrezhi", "BG"),
        ("Гергана", "Николаева", "Хаджийска", None, "Gergana Hadzhiyska", "poshta", "BG"),
        ("Айше", None, "Яшарова", None, "Ayshe Yasharova", "mail", "BG"),
        ("Стефка", None, "Жекова", "Пекарна „При Стефка“ ЕООД", "Stefka Zhekova", "pekarna", "BG"),
        ("Асен", None, "Юруков", None, "Asen Yurukov", "пощенец", "BG"),
        ("Мария-Магдалена", None, "Чобанова", None, "Maria-Magdalena Chobanova", "mail", "BG"),
        ("Любомир", "Здравков", "Кючуков", "Архитектурно бюро Хоризонт АД",
         "Lyubomir Kyuchukov", "horizont", "BG"),
        ("Ния", None, "Вълчева", None, "Niya Valcheva", "poshta", "BG"),
    ],
    "en": [
        ("Mary-Jane", None, "O'Neill", None, "Mary-Jane O'Neill", "post", "IE"),
        ("Oliver", "J.", "Whitcombe", None, "Oliver Whitcombe", "mail", "GB"),
        # ọ̀ has no single code point: it stays two after normalisation.
        ("Táíwò", None, "Adébọ̀wálé", None, "Taiwo Adebowale", "post", "GB"),
        # Decomposed on purpose: e and U+0308.
        ("Zoe\u0308", None, "D'Arcy-Lloyd", None, "Zoe D'Arcy-Lloyd", "mail", "GB"),
        ("Priya", None, "Raghunathan", "Larkspur & Daughters Ltd", "Priya Raghunathan", "larkspur", "GB"),
        ("Seán", None, "Mac Giolla Phádraig", "Harbour Light Studios",
         "Sean Mac Giolla Phadraig", "harbourlight", "IE"),
        ("Emily", "Rose", "Van der Berg", None, "Emily Van der Berg", "post", "US-CA"),
        ("Kofi", None, "Ng", None, "Kofi Ng", "mail", "GB"),
        ("Harriet", None, "St. Clair", "St. Clair Veterinary Practice",
         "Harriet St. Clair", "stclairvets", "GB"),
        ("Miguel", None, "Peña-Ortiz", "North Quay Coffee Roasters, LLC",
         "Miguel Pena-Ortiz", "northquay", "US-CA"),
    ],
    "ru": [
        ("Алёна", "Игоревна", "Подъяпольская", None, "Alyona Podyapolskaya", "pochta", "RU"),
        ("Сергей", "Львович", "Римский-Карасёв", None, "Sergey Rimsky-Karasyov", "mail", "RU"),
        ("Анна-Мария", None, "Штольц", None, "Anna-Maria Stolz", "pochta", "RU"),
        ("Тимур", "Ильдарович", "Хайруллин", "ООО «Тёплый дом»", "Timur Khayrullin", "teply-dom", "RU"),
        # The stress mark U+0301 on о has no single code point.
        ("Василиса", "Петровна", "Соколо\u0301ва", None, "Vasilisa Sokolova", "mail", "RU"),
        ("Ян", None, "Цой", None, "Yan Tsoy", "pochta", "RU"),
        ("Жанна", "Артуровна", "О'Коннор", None, "Zhanna O'Connor", "mail", "RU"),
        ("Фёдор", "Емельянович", "Щукин", "ИП Щукин Ф. Е.", "Fyodor Shchukin", "shchukin", "RU"),
        ("Юлия", "Эдуардовна", "Ющенко-Белая", None, "Yulia Yushchenko-Belaya", "pochta", "RU"),
        ("Илья", "Маркович", "Чехов", "АО «Северный маяк»", "Ilya Chekhov", "severmayak", "RU"),
    ],
    "kk": [
        ("Әсел", "Нұрланқызы", "Қуанышбекова", None, "Asel Kuanyshbekova", "poshta-kz", "KZ"),
        ("Ерғали", "Серікұлы", "Өтегенов", None, "Yergali Otegenov", "mail", "KZ"),
        ("Гүлнұр", None, "Жүнісова", None, "Gulnur Zhunisova", "poshta-kz", "KZ"),
        ("Шыңғыс", "Бауыржанұлы", "Тоқтаров", "«Алтын дән» ЖШС", "Shyngys Toktarov", "altyn-dan", "KZ"),
        ("Һадиша", None, "Іңкәрбекова", None, "Khadisha Inkarbekova", "mail", "KZ"),
        ("Айсұлу-Мөлдір", None, "Сүлейменова", None, "Aisulu-Moldir Suleimenova", "poshta-kz", "KZ"),
        ("Дәулет", "Қайратұлы", "Үмбетов", "«Көк дөңгелек» жүк тасымалы ЖШС", "Daulet Umbetov", "kok", "KZ"),
        ("Ұлжан", None, "Әбдірахманова", None, "Ulzhan Abdirakhmanova", "mail", "KZ"),
        ("Қазыбек", "Төлегенұлы", "Ғабдуллин", None, "Kazybek Gabdullin", "poshta-kz", "KZ"),
        ("Жәмилә", None, "Оңалбаева", "«Ақ жайық» емханасы", "Zhamila Onalbayeva", "akzhaiyk", "KZ"),
    ],
}

PLACES = {
    "BG": [("ул. Примерна {n}", "София", "1000"), ("бул. „Образец“ {n}, вх. Б", "Пловдив", "4000"),
           ("ж.к. Мостра, бл. {n}, ет. 3", "Варна", "9000")],
    "GB": [("{n} Example Street", "London", "ZZ99 1AA"), ("Flat 2, {n} Sample Row", "Leeds", "ZZ99 2AA")],
    "IE": [("{n} Specimen Quay", "Galway", "Z99 XX00")],
    "US": [("{n} Placeholder Avenue, Apt 5", "Fresno", "00000")],
    "RU": [("ул. Примерная, д. {n}, кв. 7", "Москва", "000001"),
           ("Образцовый пр-т, д. {n}/2", "Казань", "000002"),
           ("Пробный пер., д. {n}, стр. 1", "Санкт-Петербург", "000003")],
    "KZ": [("Үлгі көшесі, {n}-үй", "Алматы", "000010"), ("Мысал даңғылы, {n}, 12-пәтер", "Астана", "000020"),
           ("Сынақ тұйығы, {n}", "Өскемен", "000030")],
}

# Telephone numbers: a prefix and the width of the counter after it.
PHONES = {"GB": ("+447700900", 3), "IE": ("+353209100", 3), "US": ("+120255501", 2), "BG": ("+359100555", 3),
          "RU": ("+750055501", 2), "KZ": ("+760055501", 2)}

# Prefixes that card schemes and processors use for testing, with the length of the number.
CARDS = [("411111", 16), ("555555", 16), ("424242", 16), ("378282", 15), ("510510", 16), ("601111", 16)]

# National parts of account numbers, as in the examples of the IBAN registry, with a counter at the end.
ACCOUNTS = {"BG": "BNBG9661102034{:04d}", "KZ": "125KZT500410{:04d}", "GB": "NWBK60161331{:06d}",
            "IE": "AIBK93115212{:06d}"}

# States of an invoice, and when one in that state is due, in days from SEASON.
DUE_DAYS = {"paid": -40, "due": 14, "overdue": -25, "refunded": -60, "cancelled": 14}

CURRENCY = {"BG": "EUR", "GB": "EUR", "IE": "EUR", "US": "USD", "RU": "RUB", "KZ": "KZT"}
MODELS = ["Example Edge 200", "Example Edge 400", "Sample Switch 24", "Specimen Wall 5G"]
SITES = {"bg": "склад", "en": "front office", "ru": "серверная", "kk": "кеңсе"}
# Days from SEASON to the end of a certificate: a third end within weeks, the rest years later.
CERTIFICATE_ENDS = [16, 520, 790, 29, 610, 940, 44, 700, 1200]


def number(label, below):
    """A number below `below` that depends on the label and on nothing else."""
    return int.from_bytes(hashlib.sha256(label.encode()).digest()[:8], "big") % below


def card_number(prefix, length, count):
    body = prefix + str(count).zfill(length - len(prefix) - 1)
    doubled = (int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body)))
    return body + str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def account_number(country, bank_part):
    digits = "".join(str(int(c, 36)) for c in bank_part + country + "00")
    return f"{country}{98 - int(digits) % 97:02d}{bank_part}"


def key_pair(label):
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    seed = hashlib.sha512(f"coffer example key: {label}".encode()).digest()
    return ec.derive_private_key(int.from_bytes(seed, "big") % (order - 1) + 1, ec.SECP256R1())


def midnight(day):
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.timezone.utc)


def certificate(host, starts, ends):
    key = key_pair(host)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host),
                      x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Example Device CA")])
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1 + number(f"serial {host}", 1 << 62))
            .not_valid_before(midnight(starts)).not_valid_after(midnight(ends))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .sign(key, hashes.SHA256(), ecdsa_deterministic=True))
    pem = made.public_bytes(serialization.Encoding.PEM).decode()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption()).decode()
    return pem, private


def host_address(count):
    if count % 4 == 3:
        return f"2001:db8:{count:x}::1"
    return f"{['198.51.100', '203.0.113'][count % 2]}.{10 + count}"


def device_password(label):
    """Looks like a password that a device would take; says what it is."""
    return "example-" + base64.b32encode(hashlib.sha256(label.encode()).digest())[:14].decode().lower()


COUNTS = collections.Counter()


def next_number(kind):
    """1, 2, 3 … for each kind of thing that must differ between customers."""
    COUNTS[kind] += 1
    return COUNTS[kind]


def user_name(latin):
    return ".".join(part for part in latin.lower().replace("'", "").replace(".", "").split())


def phone(country):
    prefix, width = PHONES[country]
    return prefix + str(next_number(f"phone {country}")).zfill(width)


def address(country, ref):
    places = PLACES[country]
    line, city, postcode = places[number(f"place {ref}", len(places))]
    return {"lines": [line.format(n=1 + number(f"house {ref}", 90))], "city": city, "postcode": postcode,
            "country": country}


def identity(person):
    given, middle, family, organisation, latin, _, jurisdiction = person
    fields = {"given_name": given, "family_name": family,
              "subject_kind": "organisation" if organisation else "person",
              "jurisdiction": jurisdiction, "username": user_name(latin)}
    if middle:
        fields["middle_name"] = middle
    if organisation:
        fields["org_name"] = organisation
    return {"class": "identity", "fields": fields}


def contact(person, ref):
    _, _, _, organisation, latin, domain, jurisdiction = person
    country = jurisdiction[:2]
    fields = {"email": f"{user_name(latin)}@{domain}.example", "phone": phone(country),
              "postal": address(country, ref)}
    if organisation:
        fields["billing_address"] = address(country, f"{ref} billing")
    return {"class": "contact", "fields": fields}


def service(ref, index):
    return {"class": "service", "ref": f"{ref}-s1",
            "fields": {"plan": ["basic", "standard", "business"][index % 3], "state": "active"}}


def card(latin, ref):
    count = next_number("card")
    prefix, length = CARDS[count % len(CARDS)]
    return {"class": "payment", "ref": f"{ref}-p1",
            "fields": {"pan": card_number(prefix, length, count),
                       "expiry": f"{1 + number(f'month {ref}', 12):02d}/{29 + number(f'year {ref}', 5)}",
                       "holder": latin.upper()}}


def account(country, ref):
    iban = account_number(country, ACCOUNTS[country].format(next_number("account")))
    return {"class": "payment", "ref": f"{ref}-b1", "fields": {"iban": iban}}


def invoice(country, own, state):
    count = next_number("invoice")
    due = SEASON + datetime.timedelta(days=DUE_DAYS[state])
    amount = f"{20 + number(f'amount {count}', 480)}.{['00', '50', '90'][count % 3]}"
    return {"class": "payment", "ref": own,
            "fields": {"invoice_no": f"INV-2026-{count:04d}", "status": state, "amount": amount,
                       "currency": CURRENCY[country], "due_date": due.isoformat()}}


def invoices(country, ref, index):
    states = [list(DUE_DAYS)[number(f"state {ref}", len(DUE_DAYS))]] if index % 2 else []
    if index % 5 == 0:
        states += ["paid", "due"]
    return [invoice(country, f"{ref}-i{which}", state) for which, state in enumerate(states, start=1)]


def device(language, ref, which):
    """A device with its certificate and, mostly, the credentials to reach it."""
    count = next_number("device")
    host = f"edge-{count:03d}.{['net', 'branch'][count % 2]}.example"
    own = f"{ref}-d{which}"
    ends = SEASON + datetime.timedelta(days=CERTIFICATE_ENDS[count % len(CERTIFICATE_ENDS)])
    starts = min(ends - datetime.timedelta(days=365), SEASON - datetime.timedelta(days=60))
    pem, private_key = certificate(host, starts, ends)
    kept = {"pem": pem, "private_key": private_key} if count % 2 else {"pem": pem}
    records = [
        {"class": "device", "ref": own,
         "fields": {"model": MODELS[count % len(MODELS)], "mgmt_address": host_address(count),
                    "hostname": host, "site": f"{SITES[language]} {which}",
                    "ownership": ["provider", "customer"][count % 2]}},
        {"class": "certificate", "ref": f"{ref}-t{which}", "device": own, "fields": kept},
    ]
    if count % 3:
        records.append({"class": "device_access", "ref": f"{ref}-a{which}", "device": own,
                        "fields": {"username": ["admin", "netops"][count % 2],
                                   "secret": device_password(host),
                                   "allowed_sources": ["192.0.2.10/32", "192.0.2.64/28"],
                                   "protocols": [["ssh"], ["https", "ssh"]][count % 2]}})
    return records


def customer(language, index, person):
    ref = f"demo-{language}-{index:02d}"
    country = person[6][:2]
    records = [identity(person), contact(person, ref), service(ref, index)]
    if index % 3:
        records.append(card(person[4], ref))
    elif country in ACCOUNTS:
        records.append(account(country, ref))
    records += invoices(country, ref, index)
    for which in range(1, 1 + [1, 2, 1, 0][index % 4]):
        records += device(language, ref, which)
    return {"ref": ref, "language": language, "source": "order", "records": records}


def main():
    for language, people in PEOPLE.items():
        for index, person in enumerate(people, start=1):
            json.dump(customer(language, index, person), sys.stdout, ensure_ascii=False)
            print()


if __name__ == "__main__":
    main()
