"""What a site is told, by whom, and what is wrong in that."""

import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from search.command.cli import cli
from search.command.options import DEFAULT_INDEX
from search.engines import KEPT_BUILDS
from search.errors import SettingsError
from webui import create_app
from webui.settings.colours import contrast, style_sheet
from webui.settings.kinds import Link
from webui.settings.reading import read_settings
from webui.settings.sections import (
    SETTINGS,
    Api,
    Footer,
    Settings,
    Site,
    Templates,
)

from .articles import article, build
from .programs import run

EXAMPLE = Path(__file__).parents[1] / "docs" / "zhengsou.example.toml"


def written(folder: Path, text: str) -> Path:
    path = folder / "zhengsou.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_can_be_read() -> None:
    settings = read_settings(EXAMPLE).settings
    assert (settings.site.name, settings.site.colour) == ("云江政搜", "#8a1f11")
    assert settings.footer.links == (Link("网站声明", "/about"),)


def test_the_example_shows_every_key() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    uncommented = re.sub(r"^# (?=(?:\w+ = |\[))", "", text, flags=re.MULTILINE)
    shown: dict[str, set[str]] = {}
    for section, key in re.findall(r"^(?:\[(\w+)\]|(\w+) =)", uncommented, re.MULTILINE):
        if section:
            keys = shown[section] = set()
        else:
            keys.add(key)
    assert shown == {section: set(keys) for section, keys in SETTINGS.items()}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[site]\nnmae = '甲'", ":2: [site] 里没有 nmae 这一项，是不是 name？"),
        ("\n[stie]\nname = '甲'", ":2: 没有 [stie] 这一节，是不是 site？"),
        ("[server]\nqwxyz = 1", ":2: [server] 里没有 qwxyz 这一项，可用 host、port"),
        ("site = 1", ":1: site 应写成一节：[site]"),
        ("[site]\nname = 3", ":2: [site] name: 应是一段文字"),
        ("[site]\nname = '", ":2: 不合 TOML 的写法：name = '（应如 name = "),
        ("[site]\nname = 云江\n[api]", ":2: 不合 TOML 的写法：name = 云江（应如 name = "),
        ("[site]\ncolour = 'red'", "应写成 #rrggbb"),
        ("[site]\ncolour = '#ffcc00'", "对比度只有 1.5"),
        ("[site]\nlogo = 'none.png'", "没有这个文件"),
        ("[site]\nlogo = 'zhengsou.toml'", "应是图片"),
        ("[site]\nbase_url = 'search.example'", "应是完整的网址"),
        ("[site]\nbase_url = 'https://search.example/a'", "只写到域名"),
        ("[site]\nlanguage = 'fr'", "可用 zh、en"),
        ("[footer]\nlinks = [{text='甲', url='javascript:alert(1)'}]", "应是完整的网址"),
        ("[footer]\nlinks = [{text='甲', url='//坏.example'}]", "应是完整的网址"),
        ("[footer]\nlinks = '甲'", "应写成 [{ text"),
        ("[api]\ncors_origins = ['app.example']", "不是来源"),
        ("[templates]\nfolder = 'none'", "没有这个文件夹"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        read_settings(path, {})
    assert says in str(error.value)
    assert str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)


def test_whatever_takes_an_index_takes_settings() -> None:
    options = {
        name: {option for one in command.params for option in one.opts}
        for name, command in cli.commands.items()
    }
    assert [
        name for name, own in options.items() if "--index" in own and "--config" not in own
    ] == []


def test_a_line_is_found_where_other_lines_only_look_like_it(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '# port = "x"\n[home]\ntext = ["""\nport = 1\n"""]\n[server]  # port\nport = "x"\n',
    )
    with pytest.raises(SettingsError, match=r"zhengsou\.toml:7: \[server\] port: 应是 0 到 65535"):
        read_settings(path, {})


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "[server]\nport = 1\nthreads = 2\n")
    environment = {
        "ZHENGSOU_SERVER_PORT": "3",
        "ZHENGSOU_SITE_NAME": "2026",  # a text may look like a number
        "ZHENGSOU_SERVER_HOSTS": '["search.example"]',
        "ZHENGSOU_INDEX": "elsewhere",
        "PATH": "/bin",
    }
    told = read_settings(path, environment)
    server = told.settings.server
    assert (server.port, server.threads, server.hosts) == (3, 2, ("search.example",))
    assert (told.settings.site.name, told.settings.index.folder) == ("2026", "elsewhere")
    assert told.sources["server", "port"] == "ZHENGSOU_SERVER_PORT"
    assert told.sources["server", "threads"] == f"{path}:3"
    assert ("server", "workers") not in told.sources


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("ZHENGSOU_SERVER_PROT", "1", "没有这一项设置，是不是 ZHENGSOU_SERVER_PORT？"),
        ("ZHENGSOU_QWXYZ", "1", "没有这一项设置；zhengsou config 列出各项"),
        ("ZHENGSOU_SERVER_PORT", "x", "应是 0 到 65535 的整数"),
        ("ZHENGSOU_SERVER_PORT", "99999", "应是 0 到 65535 的整数"),
        ("ZHENGSOU_SERVER_HOSTS", "a, b", "应是几段文字"),
    ],
)
def test_what_is_wrong_in_the_environment_is_said(variable: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings(None, {variable: value})
    assert str(error.value).startswith(f"环境变量 {variable}: ")
    assert says in str(error.value)


def test_what_kubernetes_says_of_its_services_is_no_setting() -> None:
    told = read_settings(None, {"ZHENGSOU_SERVICE_HOST": "10.0.0.1", "ZHENGSOU_PORT": "tcp://10"})
    assert told.settings == Settings()


def test_config_says_who_said_what(tmp_path: Path) -> None:
    path = written(tmp_path, '[site]\nname = "云江政搜"\n[server]\nthreads = 4\n')
    answer = run("config", "--config", path, "--port", 8080, "--json", ZHENGSOU_LOG_FORMAT="json")
    said = json.loads(answer.stdout)
    assert said["site"]["name"] == {"value": "云江政搜", "from": f"{path}:2"}
    assert said["server"]["threads"] == {"value": 4, "from": f"{path}:4"}
    assert said["server"]["port"] == {"value": 8080, "from": "--port"}
    assert said["log"]["format"] == {"value": "json", "from": "ZHENGSOU_LOG_FORMAT"}
    assert said["server"]["host"] == {"value": "127.0.0.1", "from": "默认"}
    lines = run("config", "--config", path).stdout.splitlines()
    assert any(re.fullmatch(rf'name = "云江政搜" +# {path}:2', line) for line in lines)


def test_config_ends_with_a_line_where_something_is_wrong(tmp_path: Path) -> None:
    path = written(tmp_path, "[server]\nprot = 80\n")
    answer = run("config", ZHENGSOU_CONFIG=str(path))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == f"错误：{path}:2: [server] 里没有 prot 这一项，是不是 port？\n"


def test_every_command_finds_the_index_that_is_set(tmp_path: Path) -> None:
    with closing(build(tmp_path / "index", [article("a", "夜校", "开班。")])):
        pass
    path = written(tmp_path, '[index]\nfolder = "index"\n[site]\nlogo = "none.svg"\n')
    found = run("search", "夜校", ZHENGSOU_CONFIG=str(path))
    assert "夜校" in found.stdout, found.stderr  # what is wrong with the page hinders no search
    assert run("search", "夜校", "--config", path, "--index", tmp_path / "none").returncode == 3


def test_a_file_that_is_not_there_or_not_utf_8_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="没有这个文件"):
        read_settings(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("[site]\nname='政搜'".encode("gbk"))
    with pytest.raises(SettingsError, match="不是 UTF-8"):
        read_settings(tmp_path / "gbk.toml")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("colour", ["#0b4f8a", "#8a1f11", "#000000", "#555555", "#0000ff"])
def test_a_dark_page_gets_a_colour_that_can_be_read_on_it(colour: str) -> None:
    light = re.findall(r"--site:(#[0-9a-f]{6})", style_sheet(colour))[1]
    assert contrast(light, "#14181d") >= 4.5


def test_the_pages_show_the_site(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "own").mkdir()
    own = '{% extends "base.html" %}{% block main %}自己的首页{% endblock %}'
    (tmp_path / "own" / "home.html").write_text(own, encoding="utf-8")
    settings = Settings(
        Site(name="云江<政搜>", logo=tmp_path / "logo.svg", colour="#8a1f11"),
        footer=Footer(icp="云ICP备1号", organiser="信息中心"),
        templates=Templates(tmp_path / "own"),
    )
    with closing(build(tmp_path / "index", [article("a", "夜校", "开班。")])) as engine:
        client = create_app(engine, settings=settings).test_client()
        page = client.get("/").text
        with client.get("/site/logo") as logo:
            assert logo.mimetype == "image/svg+xml"
        assert "#8a1f11" in client.get("/site/colours-8a1f11.css").text
    assert "云江&lt;政搜&gt;" in page
    assert "自己的首页" in page
    assert '<a href="https://beian.miit.gov.cn/" rel="noopener">云ICP备1号</a>' in page
    assert "主办单位：信息中心" in page
    assert "地址" not in page


def test_files_are_found_beside_the_configuration_wherever_it_is_read_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    written(tmp_path, '[site]\nlogo = "logo.svg"\n')
    monkeypatch.chdir(tmp_path)
    settings = read_settings(Path("zhengsou.toml")).settings
    with closing(build(tmp_path / "index", [article("a", "夜校", "开班。")])) as engine:
        client = create_app(engine, settings=settings).test_client()
        with client.get("/site/logo") as logo:
            assert logo.status_code == 200


def test_a_template_that_cannot_be_read_is_named_before_anything_is_served(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "help.html").write_text("{% extends 'base.html' %}\n{% if %}", encoding="utf-8")
    engine = build(tmp_path / "index", [article("a", "夜校", "开班。")])
    with closing(engine), pytest.raises(SettingsError, match=r"help\.html:2: 模板有误"):
        create_app(engine, settings=Settings(templates=Templates(own)))


def test_other_sites_may_read_the_api_only_where_they_are_named(tmp_path: Path) -> None:
    allowed = {"Origin": "https://app.example"}
    with closing(build(tmp_path / "index", [article("a", "夜校", "开班。")])) as engine:
        closed = create_app(engine).test_client()
        api = Api(cors_origins=("https://app.example",))
        opened = create_app(engine, settings=Settings(api=api)).test_client()
        name = "Access-Control-Allow-Origin"
        assert name not in closed.get("/api/search?q=夜校", headers=allowed).headers
        assert opened.get("/api/search?q=夜校", headers=allowed).headers[name] == allowed["Origin"]
        assert (
            name not in opened.get("/api/search", headers={"Origin": "https://x.example"}).headers
        )
        assert name not in opened.get("/search?q=夜校", headers=allowed).headers


def test_help_says_the_defaults_of_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = replace(SETTINGS["server"]["port"], default=8888)
    monkeypatch.setitem(SETTINGS["server"], "port", changed)
    assert "监听的端口，默认 8888。" in run("serve", "--help").stdout


def test_what_is_not_set_is_what_the_command_takes() -> None:
    usual = SETTINGS["index"]["folder"].default, SETTINGS["index"]["keep"].default
    assert usual == (DEFAULT_INDEX, KEPT_BUILDS)
