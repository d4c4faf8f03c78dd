//! Doc comments as HTML that nobody needs to trust.

use pulldown_cmark::{BrokenLink, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// Where a link may lead outside of the site.
const SCHEMES: [&str; 3] = ["https:", "http:", "mailto:"];

/// Renders Markdown. Raw HTML is shown as text, images are their descriptions, and a link stays only with a known scheme
/// or when `page` knows the item that it names, as rustdoc's links do. Headings are of the third level.
pub(super) fn render(markdown: &str, page: &dyn Fn(&str) -> Option<String>) -> String {
    let markdown = markdown.replace("\r\n", "\n");
    let named = |link: BrokenLink<'_>| {
        let item = link.reference.trim_matches('`');
        page(item).map(|_| (CowStr::from(item.to_owned()), CowStr::from("")))
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_with_broken_link_callback(&markdown, options, Some(named));
    // For each open link, whether it stays one.
    let mut open = Vec::new();
    let events = parser.filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Heading { .. }) => {
            Some(Event::Start(Tag::Heading { level: HeadingLevel::H3, id: None, classes: vec![], attrs: vec![] }))
        }
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(HeadingLevel::H3))),
        // The alignment of columns would be a `style` attribute, which the page's policy forbids.
        Event::Start(Tag::Table(columns)) => {
            Some(Event::Start(Tag::Table(vec![pulldown_cmark::Alignment::None; columns.len()])))
        }
        Event::Start(Tag::Image { .. } | Tag::HtmlBlock) | Event::End(TagEnd::Image | TagEnd::HtmlBlock) => None,
        Event::Start(Tag::Link { dest_url, title, .. }) => {
            let target = target(&dest_url, page);
            open.push(target.is_some());
            let dest_url = CowStr::from(target?);
            Some(Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id: CowStr::from("") }))
        }
        Event::End(TagEnd::Link) => open.pop().unwrap_or(false).then_some(Event::End(TagEnd::Link)),
        other => Some(other),
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

fn target(address: &str, page: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let start = address.trim_start().to_ascii_lowercase();
    if SCHEMES.iter().any(|scheme| start.starts_with(scheme)) {
        return Some(address.to_owned());
    }
    page(address)
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn nothing_hostile_stays() {
        let page = |item: &str| (item.rsplit("::").next() == Some("AuthCreated")).then(|| "event-a.html".to_owned());
        let cases = [
            ("a <script>x</script>", "<p>a &lt;script&gt;x&lt;/script&gt;</p>\n"),
            ("<div onclick=x>\nb", "&lt;div onclick=x&gt;\nb"),
            ("[x](javascript:alert)", "<p>x</p>\n"),
            ("[x](JaVaScript:alert) [y](data:z) [z](other.html)", "<p>x y z</p>\n"),
            ("[x](https://a.b/?c&d)", "<p><a href=\"https://a.b/?c&amp;d\">x</a></p>\n"),
            ("<javascript:x>", "<p>javascript:x</p>\n"),
            ("![alt](https://a.b/c.png)", "<p>alt</p>\n"),
            ("![a [b](https://c.d)](x.png)", "<p>a <a href=\"https://c.d\">b</a></p>\n"),
            ("[`AuthCreated`] [Other]", "<p><a href=\"event-a.html\"><code>AuthCreated</code></a> [Other]</p>\n"),
            ("[it](crate::events::AuthCreated)", "<p><a href=\"event-a.html\">it</a></p>\n"),
            ("# One\n### Three {#x onload=y}", "<h3>One</h3>\n<h3>Three {#x onload=y}</h3>\n"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(render(markdown, &page), expected, "{markdown}");
        }
        assert!(!render("|a|\n|:-:|\n|b|", &page).contains("style="));
    }
}
