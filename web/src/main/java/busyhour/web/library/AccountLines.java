package busyhour.web.library;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import busyhour.ipc.plan.Assignment.Account;

/**
 * Accounts as CSV: {@code username,password[,realm]} in each line, as in a plan's accounts file; values may stand in double quotes
 * (RFC 4180), and a first line that names the columns may be there. No fault repeats a password. Any thread.
 *
 * @param faults one line each; then the accounts are not all.
 */
public record AccountLines(List<Account> accounts, List<String> faults) {

    private static final int MOST = 100_000;
    private static final int MOST_FAULTS = 20;
    private static final String LINE = "username,password[,realm]";

    /** What is wrong with a user name: what would be right, or null. */
    public static String refusal(String username) {
        return username.isBlank() || username.chars().anyMatch(c -> c <= ' ' || c == '@' || c == '"' || c == '<' || c == '>')
                ? "a user name as in a SIP address" : null;
    }

    /** Reads them all; stops after {@value #MOST_FAULTS} faults. */
    public static AccountLines read(String csv) {
        List<Account> accounts = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String[] lines = (csv.startsWith("\uFEFF") ? csv.substring(1) : csv).split("\\R", -1);
        for (int i = 0; i < lines.length && faults.size() < MOST_FAULTS; i++) {
            boolean header = i == 0 && lines[i].strip().toLowerCase(Locale.ROOT).startsWith("username");
            if (lines[i].isBlank() || header) {
                continue;
            }
            List<String> cells = cells(lines[i]);
            String fault = fault(cells, seen);
            if (fault != null) {
                faults.add("line " + (i + 1) + ": " + fault);
            } else {
                accounts.add(new Account(cells.get(0).strip(), cells.get(1), cells.size() > 2 && !cells.get(2).isBlank() ? cells.get(2).strip() : null));
            }
        }
        if (accounts.isEmpty() && faults.isEmpty()) {
            faults.add("line 1: found no account, expected lines " + LINE);
        } else if (accounts.size() > MOST) {
            faults.add("line 1: found " + accounts.size() + " accounts, expected at most " + MOST);
        }
        return new AccountLines(accounts, faults);
    }

    private static String fault(List<String> cells, Set<String> seen) {
        if (cells == null) {
            return "found a quote that does not end, expected " + LINE;
        }
        if (cells.size() < 2 || cells.size() > 3) {
            return "found " + (cells.size() == 1 ? "one value" : cells.size() + " values") + ", expected " + LINE;
        }
        String username = cells.get(0).strip();
        if (refusal(username) != null) {
            return "found the user name '" + username + "', expected " + refusal(username);
        }
        String realm = cells.size() > 2 ? cells.get(2).strip() : "";
        return seen.add(username + "\n" + realm) ? null : "found the user name '" + username + "' a second time, expected each account once";
    }

    /** Null when a quote does not end. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"' && (quoted || cell.isEmpty())) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return quoted ? null : cells;
    }

    /** A value as CSV; one that a spreadsheet would take for a formula is quoted with an apostrophe before it. */
    public static String cell(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 && !value.matches("[+-]?\\d+") ? "'" + value : value;
        return safe.matches("[^\",\\r\\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
