import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.ofdrw.font.Font;
import org.ofdrw.layout.OFDDoc;
import org.ofdrw.layout.PageLayout;
import org.ofdrw.layout.VirtualPage;
import org.ofdrw.layout.element.Paragraph;
import org.ofdrw.layout.element.Position;
import org.ofdrw.layout.element.Span;
import org.ofdrw.layout.element.TextAlign;

/** Sets lines (kind, tab, text) on pages of an OFD, with a running head and page numbers: MakeOfd LINES OFD. */
public class MakeOfd {
    private static final double SIZE = 5; // millimetres, about 14 points
    private static final double LEFT = 27, RIGHT = 27, TOP = 30, BOTTOM = 30;

    public static void main(String[] arguments) throws Exception {
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        PageLayout layout = PageLayout.A4();
        double width = layout.getWidth() - LEFT - RIGHT;
        Font font = new Font("宋体", "宋体"); // not embedded: a reader has it
        try (OFDDoc document = new OFDDoc(Path.of(arguments[1]))) {
            document.setDefaultPageLayout(layout);
            List<Paragraph> page = new ArrayList<>();
            double y = TOP;
            int number = 0;
            for (String line : lines) {
                String[] parts = line.split("\t", 2);
                for (Paragraph row : rows(parts[0], parts[1], font, width)) {
                    // A mark that may not begin a line hangs over the margin.
                    double room = row.getTextAlign() == TextAlign.left ? width + SIZE : width;
                    double height = row.doPrepare(room).getHeight();
                    if (y + height > layout.getHeight() - BOTTOM) {
                        finish(document, layout, page, ++number, font, width);
                        page = new ArrayList<>();
                        y = TOP;
                    }
                    page.add(place(row, LEFT, y, room));
                    y += height;
                }
            }
            finish(document, layout, page, ++number, font, width);
        }
    }

    /** A paragraph cut to its lines, so that it may go on on the next page. */
    private static List<Paragraph> rows(String kind, String text, Font font, double width) {
        double size = size(kind);
        boolean bold = size > SIZE || kind.equals("subhead") || kind.equals("contents-section");
        int indent = kind.equals("body") || kind.equals("subhead") ? 2 : 0;
        int most = (int) Math.floor(width / size);
        List<Paragraph> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder("\u3000".repeat(indent));
        double filled = indent;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            double advance = c < 0x100 ? 0.7 : "“”‘’".indexOf(c) >= 0 ? 0.58 : 1; // as ofdrw has them
            boolean closing = "，。、；：？！”’）》".indexOf(c) >= 0;
            if (filled + advance > most && !closing) {
                rows.add(paragraph(row.toString(), kind, size, bold, font));
                row = new StringBuilder();
                filled = 0;
            }
            row.append(c);
            filled += advance;
        }
        rows.add(paragraph(row.toString(), kind, size, bold, font));
        return rows;
    }

    private static double size(String kind) {
        switch (kind) {
            case "name": return 11;
            case "section": case "contents-head": return 6.4;
            case "title": case "title-more": return 5.7;
            case "colophon": return 4.2;
            default: return SIZE;
        }
    }

    private static Paragraph paragraph(String text, String kind, double size, boolean bold, Font font) {
        Span span = new Span(text).setFont(font).setFontSize(size).setBold(bold);
        Paragraph paragraph = new Paragraph().add(span);
        paragraph.setLineSpace(size * 0.5);
        boolean middle = kind.equals("name") || kind.equals("head") || kind.startsWith("title") || kind.equals("contents-head");
        paragraph.setTextAlign(middle ? TextAlign.center : kind.equals("closing") ? TextAlign.right : TextAlign.left);
        return paragraph;
    }

    private static Paragraph place(Paragraph paragraph, double x, double y, double width) {
        paragraph.setPosition(Position.Absolute).setX(x).setY(y).setWidth(width);
        return paragraph;
    }

    private static void finish(OFDDoc document, PageLayout layout, List<Paragraph> rows, int number, Font font, double width) {
        VirtualPage page = new VirtualPage(layout);
        page.add(place(paragraph("赣中通讯　2024年第6期", "head", 3.7, false, font), LEFT, 15, width));
        rows.forEach(page::add);
        page.add(place(paragraph("- " + number + " -", "head", 3.7, false, font), LEFT, 280, width));
        document.addVPage(page);
    }
}
