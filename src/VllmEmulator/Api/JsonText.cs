using System.Text.Encodings.Web;
using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>Strings as JSON has them, and no more escaped than JSON needs: nothing here goes into a web page.</summary>
internal static class JsonText
{
    public static string Escape(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    public static string Quote(string text) => $"\"{Escape(text)}\"";
}
