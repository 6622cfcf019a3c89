namespace ZohoCrm.Emulator;

/// <summary>How the user answers when a browser comes for consent (protocol 4.1).</summary>
public enum Consent
{
    /// <summary>On a page with Accept and Reject.</summary>
    Page,

    /// <summary>On the same page, with a script that presses Accept: for browsers that nobody looks at.</summary>
    PageAcceptsItself,

    /// <summary>Without a page: the browser is sent back at once, with a code.</summary>
    Accept,

    /// <summary>Without a page: the browser is sent back at once, with <c>access_denied</c>.</summary>
    Reject,
}
