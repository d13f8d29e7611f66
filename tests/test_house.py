"""The house keeps its own rules: exact `__all__`, sources named, nothing of this machine, a light start, a whole wheel."""

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for path in (ROOT / "kg").rglob("*.py") if path.stat().st_size)
HEAVY = {"networkx", "oxrdflib", "pyoxigraph", "pyshacl", "rdflib"}
READERS = {"charset_normalizer", "docx", "lxml", "pypdf", "trafilatura"}
TEXT = """---
published: 2031-05-06
lang: en
---
The Minister of Trade of Portugal, Ada Quist, met the Minister of Trade of Japan, Ken Arato, in Lisbon on Monday.
"""


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def names_bound(node: ast.stmt) -> Iterator[str]:
    """Names that a top-level statement defines; imports are not definitions."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def run(command: list[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, **environment}, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_all_is_exact(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    defined = {name for node in body for name in names_bound(node) if not name.startswith("_")}
    if path.name == "__main__.py" or not (defined or path.name == "__init__.py"):
        return
    module = importlib.import_module(module_name(path))
    listed = getattr(module, "__all__", [])
    assert len(listed) == len(set(listed)), "a name is listed twice"
    assert not [name for name in listed if not hasattr(module, name)], "listed but not there"
    assert defined <= set(listed), "public but not listed: list it, or begin its name with an underscore"
    if path.name != "__init__.py":
        assert set(listed) <= defined, "listed but defined elsewhere: import it from where it is defined"


def test_data_files_name_source_and_licence() -> None:
    tables = [path for path in sorted((ROOT / "kg" / "data").rglob("*")) if path.is_file() and path.suffix == ".tsv"]
    assert tables
    for path in tables:
        lines = path.read_text(encoding="utf-8").splitlines()
        opening = " ".join(lines[: next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))]).lower()
        assert "source" in opening, f"{path}: opens without a comment that names its source"
        assert "licence" in opening or "license" in opening, f"{path}: opens without a comment that names its licence"
    for path in sorted((ROOT / "kg" / "data" / "web").iterdir()):
        opening = path.read_text(encoding="utf-8").partition("\n")[0].lower()
        assert "source" in opening and "licence" in opening, f"{path}: its first line does not name its source and licence"


def test_data_holds_tables_rules_and_the_page_only() -> None:
    data = ROOT / "kg" / "data"
    forms = {".rq", ".tsv"}
    other = [path for path in data.rglob("*") if path.is_file() and path.suffix not in forms and path.parent != data / "web"]
    assert not other, "a form whose source and licence are not checked; extend test_data_files_name_source_and_licence"


def test_only_resources_knows_where_files_lie() -> None:
    asking = [
        module_name(path)
        for path in MODULES
        if re.search(r"__file__|importlib[. ]\W*(import )?resources|pkgutil\.get_data", path.read_text(encoding="utf-8"))
    ]
    assert asking == ["kg.resources"]


def test_nothing_of_this_machine_is_tracked() -> None:
    # In pieces, so that this file does not find itself.
    hosts = ["pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "deb.debian" + ".org"]
    homes = ["wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers"]
    pattern = re.compile(
        rf"{'|'.join(map(re.escape, hosts))}|(?<![\w.~/-])/(?:{'|'.join(homes)})/\w|^--(?:index|extra|find)-\S+", re.MULTILINE
    )
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in pattern.finditer(text)]
    assert not found


def test_start_loads_nothing_heavy() -> None:
    script = (
        "import sys, kg, kg.cli\n"
        "sys.argv = ['kg', '--help']\n"
        "try:\n    kg.cli.main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print('loaded:', *sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    help_text, _, loaded = run([sys.executable, "-c", script], ROOT).rpartition("loaded:")
    assert "build" in help_text
    assert not (HEAVY | READERS) & set(loaded.split())


def test_a_format_is_loaded_with_its_first_file(tmp_path: Path) -> None:
    (tmp_path / "trade.txt").write_text(TEXT, encoding="utf-8")
    script = (
        "import sys, kg.cli\n"
        "sys.argv = ['kg', 'build', 'trade.txt']\n"
        "assert kg.cli.main() == 0\n"
        "print('loaded:', *sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    _, _, loaded = run([sys.executable, "-c", script], tmp_path, PYTHONPATH=str(ROOT)).rpartition("loaded:")
    assert "pyoxigraph" in loaded.split()
    assert not READERS & set(loaded.split())


def test_lock_pins_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras, own = project["optional-dependencies"], project["dependencies"]
    asked = {
        "requirements.lock": own + extras["dev"],
        "requirements-bench.lock": own + extras["bench"],
        "requirements-gazetteer.lock": extras["gazetteer"],
    }
    for lock, requirements in asked.items():
        text = (ROOT / lock).read_text(encoding="utf-8")
        pins = re.findall(r"^([\w.-]+)==\S+ (?:; [^\\\n]+ )?\\\n    --hash=sha256:", text, re.MULTILINE)
        assert pins == re.findall(r"^([\w.-]+)==", text, re.MULTILINE), f"{lock}: a pin without hash"
        for requirement in requirements:
            name = re.split(r"[<>=~]", requirement)[0].lower()
            assert name in pins, f"{lock}: {requirement} is not pinned; run make lock"


def test_conventions_tell_the_exit_codes() -> None:
    from kg import errors

    table = (ROOT / "CONVENTIONS.md").read_text(encoding="utf-8")
    told = {name: int(code) for code, name in re.findall(r"^\| (\d) \| `(\w+)` \|", table, re.MULTILINE)}
    own = {name: getattr(errors, name) for name in errors.__all__}
    assert told == {name: error.exit_code for name, error in own.items() if "exit_code" in vars(error)}


@pytest.fixture(scope="module")
def wheel_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked, as an installation lays it out."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_wheel_carries_everything(wheel_site: Path) -> None:
    for path in (ROOT / "kg").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert (wheel_site / path.relative_to(ROOT)).is_file(), f"{path} is not in the wheel"
    for path in [ROOT / "ontology.ttl", ROOT / "shapes.ttl", *(ROOT / "queries").iterdir()]:
        carried = wheel_site / "kg" / "_top" / path.relative_to(ROOT)
        assert carried.read_bytes() == path.read_bytes()
    assert list(wheel_site.glob("*.dist-info/licenses/LICENSE"))


def test_wheel_works_from_another_directory(wheel_site: Path, tmp_path: Path) -> None:
    python = [sys.executable, "-c"]
    script = "import kg.resources as r; print(r.ontology(), r.shapes(), r.queries())"
    where = run([*python, script], tmp_path, PYTHONPATH=str(wheel_site))
    assert [Path(path).is_relative_to(wheel_site) for path in where.split()] == [True, True, True]
    (tmp_path / "trade.txt").write_text(TEXT, encoding="utf-8")
    kg = [*python, "import sys, kg.cli; sys.exit(kg.cli.main())"]
    run([*kg, "build", "trade.txt", "--out", "graph.nq"], tmp_path, PYTHONPATH=str(wheel_site))
    assert "/person/trade/ada-quist>" in (tmp_path / "graph.nq").read_text(encoding="utf-8")
    asked = run([*kg, "queries"], tmp_path, PYTHONPATH=str(wheel_site))
    assert all(path.stem in asked for path in (ROOT / "queries").glob("*.rq"))
