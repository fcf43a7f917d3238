package busyhour.web.status;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import busyhour.web.http.Body;
import busyhour.web.probe.Probe;
import busyhour.web.probe.Probes;
import busyhour.web.store.PublicId;

/** Reads what somebody wants a status page to be. What is absent stays as it was. */
final class StatusBody {

    private static final String COLOUR = "#2463c9";
    private static final int MOST_COMPONENTS = 100;
    private static final int MOST_LOGO_BYTES = 200_000;

    private final Probes probes;

    StatusBody(Probes probes) {
        this.probes = probes;
    }

    /** @param before null for a new one. @throws busyhour.web.http.ApiException 422. */
    StatusPages.Settings read(Body body, long projectId, StatusPage before) {
        if (before == null) {
            body.require("name");
        }
        String name = body.text("name", 1, 100, before == null ? null : before.name());
        String description = body.text("description", 0, 1_000, before == null ? "" : before.description());
        String slug = body.text("slug", 1, 60, before != null ? before.slug() : name == null ? null : slug(name));
        if (slug != null && !slug.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")) {
            body.fault("slug", "'" + slug + "'", "small letters, digits and hyphens within");
        }
        String colour = body.text("colour", 7, 7, before == null ? COLOUR : before.colour());
        if (!colour.matches("#[0-9a-fA-F]{6}")) {
            body.fault("colour", "'" + colour + "'", "#rrggbb");
        }
        Boolean published = body.flag("published", before == null || before.published());
        List<StatusPage.Component> components = body.has("components") ? components(body, projectId) : before == null ? List.of() : before.components();
        StatusPages.Logo logo = logo(body);
        body.done();
        return new StatusPages.Settings(slug, name, description, colour.toLowerCase(Locale.ROOT), published, components, logo);
    }

    private static String slug(String name) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? PublicId.text(busyhour.web.store.Secrets.newId()) : slug.substring(0, Math.min(60, slug.length())).replaceAll("-$", "");
    }

    private List<StatusPage.Component> components(Body body, long projectId) {
        List<StatusPage.Component> components = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        List<Body> parts = body.parts("components");
        if (parts.size() > MOST_COMPONENTS) {
            body.fault("components", parts.size() + " of them", "at most " + MOST_COMPONENTS);
            return components;
        }
        for (Body part : parts) {
            part.require("probeId");
            String id = part.text("probeId", 13, 13, "");
            Optional<Probe> probe = PublicId.parse(id).stream().boxed().findFirst().flatMap(each -> probes.byId(projectId, each));
            String name = part.text("name", 1, 100, probe.map(Probe::name).orElse(null));
            part.close();
            if (probe.isEmpty()) {
                part.fault("probeId", "'" + id + "'", "the id of a probe of this project");
            } else if (!seen.add(probe.get().id())) {
                part.fault("probeId", "'" + id + "' twice", "each probe once");
            } else {
                components.add(new StatusPage.Component(probe.get().id(), name));
            }
        }
        return components;
    }

    /** Only what browsers show as a picture and nothing else: no SVG, which may hold scripts. */
    private static StatusPages.Logo logo(Body body) {
        String text = body.secret("logo", 0, MOST_LOGO_BYTES * 4 / 3 + 100);
        if (text == null) {
            return null;
        }
        if (text.isEmpty()) {
            return new StatusPages.Logo(null, null);
        }
        String expected = "data:image/png;base64,… (or jpeg, webp) of at most " + MOST_LOGO_BYTES + " bytes, or empty for none";
        int comma = text.indexOf(',');
        if (!text.startsWith("data:image/") || comma < 0 || !text.substring(0, comma).endsWith(";base64")) {
            body.fault("logo", "something else", expected);
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(comma + 1));
            String type = type(bytes);
            if (type != null && bytes.length <= MOST_LOGO_BYTES) {
                return new StatusPages.Logo(type, bytes);
            }
            body.fault("logo", type == null ? "another kind of file" : bytes.length + " bytes", expected);
        } catch (IllegalArgumentException e) {
            body.fault("logo", "no base64", expected);
        }
        return null;
    }

    /** By its first bytes, whatever was said; null for another one. */
    private static String type(byte[] bytes) {
        if (bytes.length < 12) {
            return null;
        }
        return bytes[0] == (byte) 0x89 && bytes[1] == 'P' && bytes[2] == 'N' && bytes[3] == 'G' ? "image/png"
                : bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8 && bytes[2] == (byte) 0xff ? "image/jpeg"
                : bytes[0] == 'R' && bytes[1] == 'I' && bytes[2] == 'F' && bytes[8] == 'W' && bytes[9] == 'E' && bytes[10] == 'B' ? "image/webp" : null;
    }
}
