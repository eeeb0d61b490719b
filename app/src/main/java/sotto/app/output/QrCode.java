package sotto.app.output;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A QR code out of half blocks: two modules to a character, with its quiet zone, dark on light.
public final class QrCode {
  private static final int QUIET_ZONE = 4;
  private static final Map<EncodeHintType, Object> HINTS =
      Map.of(EncodeHintType.MARGIN, QUIET_ZONE);

  private QrCode() {}

  /// With colours the code is black on white whatever the terminal's are; without, its light
  /// modules are drawn, as most terminals are dark, and readers take both.
  public static List<String> lines(String text, Style style) {
    BitMatrix code;
    try {
      code = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, HINTS);
    } catch (WriterException e) {
      throw new IllegalArgumentException("The text is too long for a QR code.", e);
    }
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < code.getHeight(); y += 2) {
      lines.add(dressed(line(code, y), style));
    }
    return lines;
  }

  private static String line(BitMatrix code, int y) {
    var line = new StringBuilder();
    for (int x = 0; x < code.getWidth(); x++) {
      boolean upper = light(code, x, y);
      boolean lower = light(code, x, y + 1);
      if (upper) {
        line.append(lower ? '█' : '▀');
      } else {
        line.append(lower ? '▄' : ' ');
      }
    }
    return line.toString();
  }

  private static boolean light(BitMatrix code, int x, int y) {
    return y >= code.getHeight() || !code.get(x, y);
  }

  private static String dressed(String line, Style style) {
    return switch (style) {
      case PLAIN -> line;
      case COLOURED -> "\u001b[97;40m" + line + "\u001b[0m";
    };
  }
}
