package busyhour.web.plan;

import java.util.Collection;
import java.util.Locale;

/** Guesses what somebody meant to write. */
final class Spelling {
    private Spelling() {
    }

    /** The nearest of the known words, or null when none is near. */
    static String nearest(String word, Collection<String> known) {
        String best = null;
        int bestDistance = Math.max(1, word.length() / 3) + 1;
        String lower = word.toLowerCase(Locale.ROOT).replace('_', '-');
        for (String candidate : known) {
            int distance = distance(lower, candidate.toLowerCase(Locale.ROOT).replace('_', '-'), bestDistance);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** {@code , did you mean 'x'?} or nothing. */
    static String hint(String word, Collection<String> known) {
        String near = nearest(word, known);
        return near == null ? "" : " (did you mean '" + near + "'?)";
    }

    /** Optimal string alignment distance: insert, delete, change, swap neighbours. */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
