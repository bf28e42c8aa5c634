"""Invented people from many countries, at companies that exist only under example domains."""

import random
import unicodedata
from dataclasses import dataclass
from typing import Any


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


FIRST_NAMES = words(
    """
    Aaliyah Adaeze Adrián Aiko Akosua Alejandra Amara Amélie Anders Aniela Anouk Antoine Aoife Arjun
    Astrid Ayşe Beatriz Björn Bogdan Camila Carlos Chiara Chinedu Chloé Ciarán Clara Daniela Dariusz
    Deepika Diego Dmytro Eero Ekaterina Eleni Elif Emre Esperanza Farid Fatima Fiona Freja Gabriela
    Giorgos Giulia Grace Gustav Hana Hannah Haruto Hélène Hiroshi Ibrahim Ifeoma Ingrid Isabela Ivana
    Jakub Jasmine Jens Jiří Joana Johanna José Jun Kaja Kamala Karim Katarína Kenji Kofi Lars Leila Liam
    Linnea Lior Lucía Łukasz Mads Magnus Maja Malik María Marek Mateo Mei Mehmet Milan Minh Mira Nadia
    Naledi Ngozi Niamh Nikolai Noa Noah Nora Oksana Olivier Omar Paola Pavel Pedro Priya Rafael Ravi
    Renata Ricardo Rosa Ruth Sakura Samuel Sanjay Santiago Sara Seán Selin Siddharth Sigrid Sofía Søren
    Stefan Sunniva Svetlana Tadeusz Tamar Tariq Teresa Thandiwe Théo Thiago Tomáš Tuva Uchenna Valentina
    Vikram Viktor Wanjiru Wei Xiomara Yael Yara Yuki Yusuf Zahra Zofia Zoë
    """
)
LAST_NAMES = words(
    """
    Abdullahi Acheampong Adebayo Almeida Álvarez Andersson Bakker Bauer Becker Bergström Bianchi
    Björnsdóttir Bondarenko Castro Chatterjee Chen Cohen Conti Costa Dąbrowski Delgado Demir Desai Diallo
    Dubois Eze Fernández Ferrari Fischer Fitzgerald Fontaine Gallagher García Georgiou Gonzáles Grønvold
    Gupta Haddad Hakimi Hansen Herrera Hoffmann Horváth Ibáñez Ito Iyer Jansen Jensen Jovanović Kaya Kamau
    Khalil Kim Kovács Kowalczyk Krüger Kumar Laine Larsen Laurent Lindqvist Lopes Mahlangu Makinen Mancini
    Martínez Mbeki Mendoza Meyer Moreau Müller Murphy Mwangi Nakamura Navarro Németh Nguyễn Nielsen Novák
    Nowak Núñez O’Brien O’Sullivan Obi Okafor Okonkwo Olsen Öztürk Papadopoulos Park Patel Pereira Petrov
    Popescu Quispe Ramírez Rao Reyes Ricci Rivera Romano Rossi Saito Salah Santos Sato Schäfer Schmidt
    Schneider Shapiro Sharma Silva Šimić Sokolov Sørensen Suzuki Svensson Takahashi Tanaka Tran Ueda Urbán
    Van-Dijk Vargas Vasquez Virtanen Wagner Watanabe Weber Wójcik Yamamoto Yılmaz Zhang Zimmermann Zulu
    """
)
PLAIN = str.maketrans("łŁøØıđ", "lLoOid")
"""Letters that do not come apart into a letter and an accent."""
TITLES = (
    "Data Analyst", "Marketing Manager", "Head of Learning", "Customer Success Lead", "Software Engineer",
    "VP Sales", "Product Designer", "Operations Director", "Solutions Architect", "Research Fellow",
    "Community Manager", "Chief Medical Officer", "Procurement Specialist", "Demand Generation Manager",
    "Training Coordinator", "Account Executive", "Revenue Operations Analyst", "Field Engineer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Company:
    """An invented employer."""

    name: str
    domain: str
    industry: str
    city: str
    country: str


COMPANIES = (
    Company("Northwind Analytics", "northwind-analytics.example", "Software", "Dublin", "Ireland"),
    Company("Blaue Brücke GmbH", "blaue-bruecke.example", "Engineering", "Köln", "Germany"),
    Company("Kestrel & Vale", "kestrelvale.example", "Consulting", "Edinburgh", "United Kingdom"),
    Company("Olivar del Sur", "olivardelsur.example", "Food", "Jaén", "Spain"),
    Company("Saffron Systems", "saffron-systems.example", "Software", "Pune", "India"),
    Company("Harbourline Logistics", "harbourline.example", "Logistics", "Rotterdam", "Netherlands"),
    Company("Tidewater Health", "tidewaterhealth.example", "Healthcare", "Baltimore", "United States"),
    Company("Nordlys Energi", "nordlys-energi.example", "Energy", "Tromsø", "Norway"),
    Company("Baobab Finance", "baobabfinance.example", "Finance", "Nairobi", "Kenya"),
    Company("Hoshizora Robotics", "hoshizora.example", "Manufacturing", "Nagoya", "Japan"),
    Company("Lumen & Quill", "lumenquill.example", "Publishing", "Toronto", "Canada"),
    Company("Café Andino", "cafe-andino.example", "Food", "Medellín", "Colombia"),
    Company("Vistula Pharma", "vistulapharma.example", "Pharmaceuticals", "Kraków", "Poland"),
    Company("Maré Alta Turismo", "marealta.example", "Travel", "Porto", "Portugal"),
    Company("Redgum Learning", "redgumlearning.example", "Education", "Melbourne", "Australia"),
    Company("Anatolia Textiles", "anatoliatextiles.example", "Textiles", "İzmir", "Türkiye"),
    Company("Polderzicht Pensioenen", "polderzicht.example", "Finance", "Utrecht", "Netherlands"),
    Company("Adaeze Creative Studio", "adaezestudio.example", "Media", "Lagos", "Nigeria"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person that could register."""

    first_name: str
    last_name: str
    job_title: str
    company: Company

    @property
    def email(self) -> str:
        """A working-looking address that can never reach anybody."""
        local = f"{ascii_name(self.first_name)}.{ascii_name(self.last_name)}"
        return f"{local}@{self.company.domain}"

    def row(self, status: str) -> dict[str, Any]:
        """The member that the API is asked to add."""
        return {
            "email": self.email,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "job_title": self.job_title,
            "company": self.company.name,
            "industry": self.company.industry,
            "city": self.company.city,
            "country": self.company.country,
            "status": status,
        }


def ascii_name(name: str) -> str:
    """A name as an email address would spell it: lower case, without accents and marks."""
    bare = unicodedata.normalize("NFKD", name.translate(PLAIN)).encode("ascii", "ignore").decode()
    return "".join(letter for letter in bare.lower() if letter.isalnum())


def invent(count: int, seed: int) -> list[Person]:
    """``count`` different people; the same seed always gives the same people."""
    rng = random.Random(seed)
    people: dict[str, Person] = {}
    while len(people) < count:
        person = Person(
            rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES), rng.choice(TITLES), rng.choice(COMPANIES)
        )
        people.setdefault(person.email, person)
    return list(people.values())
