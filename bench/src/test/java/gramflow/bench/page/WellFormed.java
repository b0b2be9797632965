package gramflow.bench.page;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;

/** A page, parsed as XML: whatever is not closed or not escaped shows. */
public final class WellFormed {
    private WellFormed() {
    }

    /** The document; fails if it is not well-formed, or asks for anything from outside. */
    public static Document page(String html) {
        assertThat(html).startsWith("<!DOCTYPE html>");
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
            asksForNothing(document);
            return document;
        } catch (SAXException | ParserConfigurationException | IOException e) {
            throw new AssertionError("not well-formed: " + e.getMessage(), e);
        }
    }

    private static void asksForNothing(Document page) {
        for (Element element : elements(page, "*")) {
            String name = element.getTagName();
            assertThat(name).isNotIn("img", "image", "iframe", "object", "embed", "use", "form", "base");
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String attribute = element.getAttributes().item(i).getNodeName();
                assertThat(attribute).doesNotStartWith("on").isNotIn("src", "srcset", "action", "data", "background", "poster");
                if (attribute.endsWith("href")) {
                    assertThat(element.getAttribute(attribute)).isEqualTo("data:,");
                }
            }
            if (name.equals("style")) {
                assertThat(element.getTextContent()).doesNotContain("url(", "@import", "@font-face");
            }
            if (name.equals("script")) {
                assertThat(element.getAttribute("type")).isEqualTo("application/json");
            }
        }
    }

    /** The elements of that name, in the order of the document. */
    public static List<Element> elements(Document page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
