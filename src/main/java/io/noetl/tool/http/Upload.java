package io.noetl.tool.http;

import io.noetl.tool.FileRoot;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A body that comes from files and is sent as it is read: `upload`, one file as it is, or `files`,
/// parts of a form beside the fields of the data. `type` is what the file or form says it is.
record Upload(String type, BodyPublisher body) {
  private static final String CODE = "upload";
  private static final String TYPE_DEFAULT = "application/octet-stream";

  /// No server takes more in one request; a playbook that names more has the wrong file.
  private static final long BYTES_MAX = 5L << 30;

  /// `fields` is the body that the step would have without files.
  static Optional<Upload> of(ToolCall call, Value fields, FileRoot files) throws ToolFailure {
    var uploader = new Uploader(files);
    if (call.config("files") instanceof Fields named && !named.isEmpty()) {
      if (call.config(CODE) != Null.NULL) {
        throw ToolFailure.invalid(CODE, "'upload' and 'files' exclude each other");
      }
      return Optional.of(uploader.form(named, fields));
    }
    return call.config(CODE) == Null.NULL
        ? Optional.empty()
        : Optional.of(uploader.whole(call.config(CODE)));
  }

  static boolean isGiven(ToolCall call) {
    return call.config(CODE) != Null.NULL || call.config("files") instanceof Fields;
  }

  private record Uploader(FileRoot files) {
    Upload whole(Value given) throws ToolFailure {
      var spec = given instanceof Fields fields ? fields : Fields.of("path", given);
      try {
        var type = text(spec, "content_type");
        return new Upload(
            type.isEmpty() ? TYPE_DEFAULT : type, BodyPublishers.ofFile(file(spec, CODE)));
      } catch (FileNotFoundException _) {
        throw unreadable(text(spec, "path"));
      }
    }

    Upload form(Fields named, Value fields) throws ToolFailure {
      var form = new Multipart();
      if (fields instanceof Fields data) {
        form.addAll(data);
      }
      for (var entry : named.asMap().entrySet()) {
        var several =
            entry.getValue() instanceof Items(var list)
                ? list
                : java.util.List.of(entry.getValue());
        for (var each : several) {
          add(form, entry.getKey(), each);
        }
      }
      return new Upload(form.type(), form.body());
    }

    private void add(Multipart form, String field, Value given) throws ToolFailure {
      var spec = given instanceof Fields fields ? fields : Fields.of("path", given);
      var file = file(spec, "files." + field);
      var name = text(spec, "filename");
      var type = text(spec, "content_type");
      try {
        form.addFile(
            field,
            name.isEmpty() ? String.valueOf(file.getFileName()) : name,
            type.isEmpty() ? TYPE_DEFAULT : type,
            BodyPublishers.ofFile(file));
      } catch (FileNotFoundException _) {
        throw unreadable(text(spec, "path"));
      }
    }

    private Path file(Fields spec, String key) throws ToolFailure {
      var path = text(spec, "path");
      if (path.isBlank()) {
        throw ToolFailure.invalid(CODE, "'%s' needs a path, the file to send".formatted(key));
      }
      var file = files.resolve(path, CODE);
      try {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
          throw unreadable(file.toString());
        }
        files.confine(file, CODE);
        if (Files.size(file) > BYTES_MAX) {
          throw ToolFailure.invalid(CODE, "%s is larger than 5 GiB".formatted(file));
        }
      } catch (IOException _) {
        throw unreadable(file.toString());
      }
      return file;
    }

    private static ToolFailure unreadable(String file) {
      return ToolFailure.invalid(CODE, "there is no file %s that can be read".formatted(file));
    }

    private static String text(Fields spec, String name) {
      return spec.get(name) instanceof Text(var text) ? text : "";
    }
  }
}
