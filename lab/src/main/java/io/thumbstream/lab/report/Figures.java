package io.thumbstream.lab.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Figures in the one form that every command prints and every report holds: objects of {@code name, value, unit, demanded,
 * met}, where {@code demanded} is a text such as {@code >= 0.77}, and {@code demanded} and {@code met} are null when nothing is
 * demanded.
 *
 * @param list in the order of the report
 */
public record Figures(List<Figure> list) {
    public Figures {
        list = List.copyOf(list);
    }

    /** Returns figures whose demand is missed. */
    public List<Figure> missed() {
        return list.stream().filter(figure -> !figure.met()).toList();
    }

    /** Returns {@code {"figures": [...]}}. */
    public ObjectNode toJson() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode array = root.putArray("figures");
        for (Figure figure : list) {
            ObjectNode node = array.addObject();
            node.put("name", figure.name());
            if (Double.isFinite(figure.value())) {
                node.put("value", figure.value());
            } else {
                node.putNull("value");
            }
            node.put("unit", figure.unit());
            if (figure.demand().kind() == Demand.Kind.NONE) {
                node.putNull("demanded").putNull("met");
            } else {
                node.put("demanded", figure.demand().text()).put("met", figure.met());
            }
        }
        return root;
    }
}
