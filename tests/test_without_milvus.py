"""Without the extra nothing of it is imported, and who asks for it is told its name."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT

ABSENT = "import sys; sys.modules['pymilvus'] = sys.modules['milvus_lite'] = sys.modules['grpc'] = None\n"
RUN = "from assistant.cli import main\nsys.exit(main(sys.argv[1:]))"


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_nothing_of_it_is_imported() -> None:
    code = (
        "import sys, assistant.cli, assistant.assistant, assistant.doctor, index.open, index.migrate\n"
        "print([name for name in ('pymilvus', 'milvus_lite', 'grpc', 'pandas', 'pyarrow') if name in sys.modules])"
    )
    assert run(code).stdout == "[]\n"


def test_the_extra_is_named() -> None:
    for store in ("milvus://127.0.0.1:1/news", "milvus+file:news.db"):
        found = run(ABSENT + RUN, "articles", "--store", store)
        assert (found.returncode, found.stdout) == (3, "")
        needed = "pip install -c constraints.txt -e '.[milvus]'"
        assert found.stderr == f"demarche: a store in Milvus needs the extra: {needed}\n"


def test_the_rest_works() -> None:
    found = run(ABSENT + RUN, "articles", "--index", "no such folder")
    assert found.returncode == 3
    assert "no index here" in found.stderr
