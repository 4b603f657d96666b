"""What a site says of itself, and what is wrong in that."""

import re
from contextlib import closing
from pathlib import Path

import pytest

from search.errors import SiteError
from webui import create_app
from webui.site_settings import Link, Site, contrast, read_site

from .articles import article, build

EXAMPLE = Path(__file__).parents[1] / "docs" / "zhengsou.example.toml"


def written(folder: Path, text: str) -> Path:
    path = folder / "zhengsou.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_can_be_read() -> None:
    site = read_site(EXAMPLE)
    assert (site.name, site.colour) == ("云江政搜", "#8a1f11")
    assert site.links == (Link("网站声明", "/about"),)


def test_the_example_shows_every_key() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    uncommented = re.sub(r"^# (?=(?:\w+ = |\[))", "", text, flags=re.MULTILINE)
    named = set(re.findall(r"^(\w+) =", uncommented, re.MULTILINE))
    renamed = {
        "text": "home_text",
        "examples": "home_examples",
        "folder": "templates",
        "trusted_proxies": "proxies",
        "access": "access_log",
        "format": "log_format",
        "public": "public_paths",
        "internal": "internal_paths",
        "default": "audience_default",
    }
    assert {renamed.get(name, name) for name in named} == set(Site.__slots__)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[site]\nnmae = '甲'", "[site] 里没有 nmae 这一项，是不是 name？"),
        ("[stie]\nname = '甲'", "没有 [stie] 这一节，是不是 site？"),
        ("site = 1", "site 应写成一节：[site]"),
        ("[site]\nname = 3", "[site] name: 应是一段文字"),
        ("[site]\nname = '", "不合 TOML 的写法"),
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
    with pytest.raises(SiteError) as error:
        read_site(path)
    assert says in str(error.value)
    assert str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_or_not_utf_8_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="没有这个文件"):
        read_site(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("[site]\nname='政搜'".encode("gbk"))
    with pytest.raises(SiteError, match="不是 UTF-8"):
        read_site(tmp_path / "gbk.toml")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("colour", ["#0b4f8a", "#8a1f11", "#000000", "#555555", "#0000ff"])
def test_a_dark_page_gets_a_colour_that_can_be_read_on_it(colour: str) -> None:
    light = re.findall(r"--site:(#[0-9a-f]{6})", Site(colour=colour).style_sheet())[1]
    assert contrast(light, "#14181d") >= 4.5


def test_the_pages_show_the_site(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "own").mkdir()
    own = '{% extends "base.html" %}{% block main %}自己的首页{% endblock %}'
    (tmp_path / "own" / "home.html").write_text(own, encoding="utf-8")
    site = Site(
        name="云江<政搜>",
        logo=tmp_path / "logo.svg",
        colour="#8a1f11",
        icp="云ICP备1号",
        organiser="信息中心",
        templates=tmp_path / "own",
    )
    with closing(build(tmp_path / "index", [article("a", "夜校", "开班。")])) as engine:
        client = create_app(engine, site=site).test_client()
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
    site = read_site(Path("zhengsou.toml"))
    with closing(build(tmp_path / "index", [article("a", "夜校", "开班。")])) as engine:
        client = create_app(engine, site=site).test_client()
        with client.get("/site/logo") as logo:
            assert logo.status_code == 200


def test_a_template_that_cannot_be_read_is_named_before_anything_is_served(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "help.html").write_text("{% extends 'base.html' %}\n{% if %}", encoding="utf-8")
    engine = build(tmp_path / "index", [article("a", "夜校", "开班。")])
    with closing(engine), pytest.raises(SiteError, match=r"help\.html:2: 模板有误"):
        create_app(engine, site=Site(templates=own))


def test_other_sites_may_read_the_api_only_where_they_are_named(tmp_path: Path) -> None:
    allowed = {"Origin": "https://app.example"}
    with closing(build(tmp_path / "index", [article("a", "夜校", "开班。")])) as engine:
        closed = create_app(engine).test_client()
        opened = create_app(engine, site=Site(cors_origins=("https://app.example",))).test_client()
        name = "Access-Control-Allow-Origin"
        assert name not in closed.get("/api/search?q=夜校", headers=allowed).headers
        assert opened.get("/api/search?q=夜校", headers=allowed).headers[name] == allowed["Origin"]
        assert (
            name not in opened.get("/api/search", headers={"Origin": "https://x.example"}).headers
        )
        assert name not in opened.get("/search?q=夜校", headers=allowed).headers
