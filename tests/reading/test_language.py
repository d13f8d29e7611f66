import pytest

from kg.reading.language import LANGUAGES, guess, primary

SAMPLES = [
    (
        "en",
        "The Minister of Foreign Affairs of Kenya met with his counterpart at the summit, and they agreed to deepen trade.",
    ),
    (
        "fr",
        "Le ministre des Affaires étrangères du Kenya s’est entretenu avec son homologue au sommet, et ils ont convenu d’agir.",
    ),
    (
        "es",
        "El ministro de Asuntos Exteriores de Kenia se reunió con su homólogo en la cumbre, y acordaron ampliar el comercio.",
    ),
    ("ar", "التقى وزير خارجية كينيا بنظيره على هامش القمة واتفقا على تعزيز التجارة بين البلدين في المرحلة المقبلة"),
    ("en", "Talks held in Nairobi"),
    ("fr", "Entretiens à Nairobi"),
    ("es", "Conversaciones en Nairobi con el ministro"),
    ("ar", "مباحثات مغربية كينية"),
    ("fr", "LES DEUX MINISTRES ONT SALUÉ « the Kenya Initiative » LORS DE LEUR RÉUNION"),
    ("ar", "وقع الوزيران مذكرة تفاهم (The Framework) لتطوير التعاون"),
    ("en", "Nairobi, Kampala, Kigali"),
    ("en", "1234 — 5678"),
]


@pytest.mark.parametrize(("language", "text"), SAMPLES)
def test_guess(language: str, text: str) -> None:
    assert guess(text) == language


def test_only_the_beginning_counts() -> None:
    assert guess(("Le ministre et la ministre. " * 200)[:5000] + " the of and " * 5000) == "fr"


def test_every_language_is_told_by_its_own_words() -> None:
    assert {language for language, _ in SAMPLES} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("fr_FR", "fr"),
        ("zh-Hant-TW", "zh"),
        ("spa", "es"),
        ("swh", "swh"),
        ("english", None),
        ("", None),
        ("e", None),
        ("en GB", None),
    ],
)
def test_primary(tag: str, language: str | None) -> None:
    assert primary(tag) == language
