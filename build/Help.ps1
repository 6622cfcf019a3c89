# Completes the MAML that PlatyPS makes: examples without Markdown fences, default values, and addresses for Get-Help -Online.

$mamlNamespaces = @{ maml = 'http://schemas.microsoft.com/maml/2004/10'; dev = 'http://schemas.microsoft.com/maml/dev/2004/10' }

function New-MamlElement([xml] $Document, [string] $Name, [string] $Text, [string[]] $Paragraph) {
    $prefix, $local = $Name.Split(':')
    $element = $Document.CreateElement($prefix, $local, $mamlNamespaces[$prefix])
    if ($Text) { $element.InnerText = $Text }
    foreach ($one in $Paragraph) { $null = $element.AppendChild((New-MamlElement $Document maml:para $one)) }
    , $element
}

# Splits an example at its first block of PowerShell: what comes before is its introduction, what comes after are its remarks.
function Split-Example([string] $Markdown) {
    $example = @{ Introduction = @(); Code = ''; Remarks = @() }
    foreach ($part in [regex]::Matches($Markdown.Replace("`r", ''), '(?ms)^```(?<language>\w*)\n(?<block>.*?)\n```$|^(?!```)(?<text>[^\n].*?)(?=\n\n|\n```|\n*\z)')) {
        if ($part.Groups['text'].Success) { $text = $part.Groups['text'].Value.Trim("`n") }
        elseif (-not $example.Code -and $part.Groups['language'].Value -eq 'powershell') {
            $example.Code = $part.Groups['block'].Value
            continue
        }
        else { $text = $part.Groups['block'].Value }

        if ($example.Code) { $example.Remarks += $text } else { $example.Introduction += $text }
    }

    $example
}

function ConvertFrom-Maml([xml] $Maml) {
    $text = [System.IO.StringWriter]::new()
    $writer = [System.Xml.XmlWriter]::Create($text, [System.Xml.XmlWriterSettings] @{ Indent = $true; NewLineChars = "`n"; OmitXmlDeclaration = $true })
    $Maml.Save($writer)
    $writer.Dispose()
    "<?xml version=`"1.0`" encoding=`"utf-8`"?>`n$text"
}

# Returns MAML with what PlatyPS leaves out of the pages, which are given as its CommandHelp objects.
function Complete-Maml([xml] $Maml, [object[]] $Page) {
    foreach ($command in $Maml.DocumentElement.ChildNodes) {
        $help = $Page | Where-Object Title -EQ $command.details.name

        $index = 0
        foreach ($example in $command.examples.example) {
            $parts = Split-Example $help.Examples[$index++].Remarks
            $old = @($example.ChildNodes | Where-Object LocalName -In introduction, code, remarks)
            foreach ($node in $old) { $null = $example.RemoveChild($node) }

            # Get-Help puts no blank line between paragraphs, nor after the introduction, but keeps those within a paragraph.
            $introduction = $parts.Introduction ? "$($parts.Introduction -join "`n`n")`n`n" : @()
            $remarks = $parts.Remarks ? ($parts.Remarks -join "`n`n"), '' : @()
            $null = $example.AppendChild((New-MamlElement $Maml maml:introduction -Paragraph $introduction))
            $null = $example.AppendChild((New-MamlElement $Maml dev:code $parts.Code))
            $null = $example.AppendChild((New-MamlElement $Maml dev:remarks -Paragraph $remarks))
        }

        foreach ($parameter in $command.parameters.parameter) {
            $default = ($help.Parameters | Where-Object Name -EQ $parameter.name).DefaultValue
            if ($default) { $null = $parameter.InsertAfter((New-MamlElement $Maml dev:defaultValue $default), $parameter['type', $mamlNamespaces.dev]) }
        }

        # Get-Help -Online fails on a relative address.
        foreach ($link in $command.relatedLinks.navigationLink) {
            if ($link.uri -notmatch '^https:') { $link['uri', $mamlNamespaces.maml].IsEmpty = $true }
        }
    }

    ConvertFrom-Maml $Maml
}

# Returns MAML in which each cmdlet's first related link, the one that Get-Help -Online opens, is its page in a folder on the web.
function Add-OnlineHelp([xml] $Maml, [string] $PageUri) {
    foreach ($command in $Maml.DocumentElement.ChildNodes) {
        $link = $Maml.CreateElement('maml', 'navigationLink', $mamlNamespaces.maml)
        $null = $link.AppendChild((New-MamlElement $Maml maml:linkText 'Online version'))
        $null = $link.AppendChild((New-MamlElement $Maml maml:uri "$($PageUri.TrimEnd('/'))/$($command.details.name).md"))
        $null = $command.relatedLinks.PrependChild($link)
    }

    ConvertFrom-Maml $Maml
}
