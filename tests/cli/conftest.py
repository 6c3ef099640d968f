"""The command line called in this process, and books to call it with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crmbook import i18n
from crmbook.cli.app import run as run_app
from crmbook.workflows.new import NewBook, new
from tests.cli.desk import HEADERS, Ended, lead, write_rows

Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line here; arguments may be paths."""

    def call(*arguments: object) -> Ended:
        capsys.readouterr()
        code = run_app([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return call


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both languages, one after the other."""
    yield i18n.activate(request.param)
    i18n.activate("zh")


@pytest.fixture
def english() -> Iterator[None]:
    """English messages, which tests can name."""
    i18n.activate("en")
    yield
    i18n.activate("zh")


@pytest.fixture(scope="session")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new(tmp_path_factory.mktemp("sample") / "台账.xlsx", NewBook(sample=True)).path


@pytest.fixture
def sample(_sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample workbook, alone in a folder."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return Path(shutil.copy(_sample, folder / "台账.xlsx"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A book of three leads, one of them with a bad phone, alone in a folder."""
    folder = tmp_path / "small"
    folder.mkdir()
    rows = [HEADERS, lead(1), lead(2, 公司名称="宁波启航物流有限公司", 联系电话="1380000111"),
            lead(3, 公司名称="苏州晟霖机械有限公司", 负责人="李四")]  # fmt: skip
    return write_rows(folder / "台账.xlsx", {"线索登记表": rows})
