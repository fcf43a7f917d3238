package busyhour.web.library.rest;

import java.util.Locale;

import busyhour.web.library.MediaStore.MediaFile;

/** MIME types of media by what was found in them. Nothing is ever a type that a browser would run. */
final class MediaTypes {

    private MediaTypes() {
    }

    static String of(MediaFile file) {
        boolean video = file.facts().hasVideo();
        String format = file.facts().format().toLowerCase(Locale.ROOT);
        return switch (format.split(",")[0]) {
            case "wav" -> "audio/wav";
            case "mp3" -> "audio/mpeg";
            case "ogg" -> video ? "video/ogg" : "audio/ogg";
            case "flac" -> "audio/flac";
            case "aac" -> "audio/aac";
            case "mov", "mp4" -> video ? "video/mp4" : "audio/mp4";
            case "matroska", "webm" -> video ? "video/webm" : "audio/webm";
            default -> "application/octet-stream";
        };
    }
}
